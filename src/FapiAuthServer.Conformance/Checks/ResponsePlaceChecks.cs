using System.Globalization;
using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Where an authorization response comes, and that it comes nowhere else.</summary>
internal static class ResponsePlaceChecks
{
    private const string FormPost = "OIDFPRM-2";

    public static void Check(CheckLog checks, Uri redirectUri, AuthorizationAnswer answer)
    {
        var (view, place) = (answer.View, answer.Place);
        if (place != ResponsePlace.Query)
        {
            var rest = FormParameters.Decode(view.Address.Query).ToList();
            _ = FormParameters.Decode(redirectUri.Query).All(rest.Remove);
            checks.Expect(
                rest.Count == 0, place == ResponsePlace.Form ? FormPost : "OIDCC-3.3.2.5", "Nothing comes in the query",
                string.Join(", ", rest.Select(parameter => parameter.Key)));
        }
        if (place != ResponsePlace.Fragment)
        {
            checks.Expect(view.Address.Fragment.Length <= 1, "RFC6749-4.1.2", "Nothing comes in the fragment");
        }
        if (place != ResponsePlace.Form)
        {
            checks.Expect(view.PostedForm is null, "RFC9700-4.12", "The customer is redirected, and nothing is posted to the client");
        }
        else if (checks.Expect(view.PostedForm is not null, FormPost, "The response is a form that is posted to the client", view.Describe()))
        {
            CheckPage(checks, view, redirectUri);
        }
    }

    private static void CheckPage(CheckLog checks, BrowserView page, Uri redirectUri)
    {
        checks.Expect(page.Status == 200 && IsHtml(page), FormPost, "The form stands on an HTML page", string.Create(CultureInfo.InvariantCulture, $"HTTP {page.Status}, {Header(page, "Content-Type")}"));
        checks.Expect(
            Header(page, "Cache-Control").Contains("no-store", StringComparison.OrdinalIgnoreCase), FormPost,
            "The page with the form is not stored: Cache-Control has no-store", Header(page, "Cache-Control"));
        var policy = Header(page, "Content-Security-Policy");
        checks.Expect(
            AllowsForm(policy, redirectUri), FormPost, "The page's own Content-Security-Policy lets the form be sent to the client", policy);
    }

    private static bool IsHtml(BrowserView page) => Header(page, "Content-Type").StartsWith("text/html", StringComparison.OrdinalIgnoreCase);

    // Browsers do not send a form where form-action says otherwise; no other directive stands for it.
    private static bool AllowsForm(string policy, Uri redirectUri)
    {
        var sources = policy.Split(';', StringSplitOptions.TrimEntries).Select(directive => directive.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(parts => parts is ["form-action", ..]);
        return sources is null || sources.Skip(1).Any(source =>
            source is "*" or "https:"
            || Uri.TryCreate(source, UriKind.Absolute, out var allowed) && allowed.Authority == redirectUri.Authority
            || source == redirectUri.Authority);
    }

    private static string Header(BrowserView page, string name) =>
        string.Join(", ", page.Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value));
}
