using FapiAuthServer.Conformance.Browser;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>The page that has the browser post an authorization response to the client.</summary>
internal static class FormPostChecks
{
    public const string Requirement = "OIDFPRM-2";

    public static void Check(CheckLog checks, BrowserView view)
    {
        if (!checks.Expect(view.PostedForm is not null, Requirement, "The response is a form that is posted to the client", view.Describe()))
        {
            return;
        }
        var type = Header(view, "Content-Type");
        checks.Expect(
            type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase), Requirement, "The form stands on an HTML page", type);
        checks.Expect(
            Header(view, "Cache-Control").Contains("no-store", StringComparison.OrdinalIgnoreCase), Requirement,
            "The page with the form is kept nowhere: Cache-Control has no-store", Header(view, "Cache-Control"));
        checks.Expect(
            AllowsForm(Header(view, "Content-Security-Policy"), view.Address), Requirement,
            "The page's Content-Security-Policy lets its form be sent to the client", Header(view, "Content-Security-Policy"));
    }

    // Browsers do not send a form where form-action says otherwise, and no other directive stands for it.
    private static bool AllowsForm(string policy, Uri client)
    {
        var sources = policy.Split(';', StringSplitOptions.TrimEntries).Select(directive => directive.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(parts => parts is ["form-action", ..]);
        return sources is null || sources.Skip(1).Any(source =>
            source is "*" or "https:" || source == client.Authority
            || Uri.TryCreate(source, UriKind.Absolute, out var allowed) && allowed.Authority == client.Authority);
    }

    private static string Header(BrowserView view, string name) =>
        string.Join(", ", view.Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value));
}
