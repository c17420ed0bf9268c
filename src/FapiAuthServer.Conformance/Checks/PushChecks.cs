using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Every answer of the PAR endpoint.</summary>
internal static class PushChecks
{
    private const double LongestLifetime = 31_536_000;
    private const double ProfileLifetime = 600;
    private const double ShortestLifetime = 5;

    public static void Check(ModuleContext context, PushAnswer push)
    {
        var (checks, response) = (context.Checks, push.Response);
        if (response.Status is not (200 or 201))
        {
            // A method that is not allowed may be refused by the web server in front, which knows nothing of OAuth.
            if (response.Status is 400 or 401)
            {
                ErrorChecks.CheckForm(checks, response, "RFC9126-2.3");
            }
            return;
        }
        checks.Expect(response.Status == 201, "RFC9126-2.2", "The status is 201", response.Describe());
        checks.Expect(response.MediaType == "application/json", "RFC9126-2.2", "The content type is application/json", response.MediaType ?? "(none)");
        checks.Require(response.Json is not null, "RFC9126-2.2", "The body is a JSON object");
        checks.Require(
            Uri.TryCreate(push.RequestUri, UriKind.Absolute, out _), "RFC9126-2.2", "`request_uri` is a URI", JsonText.Show(response.Json!["request_uri"]));
        SecretChecks.Check(context, push.RequestUri!, "request_uri");

        var lifetime = JsonText.Number(response.Json!["expires_in"]);
        checks.Expect(
            lifetime is { } seconds && double.IsInteger(seconds) && seconds is >= ShortestLifetime and < LongestLifetime, "RFC9126-2.2",
            $"`expires_in` is a whole number of at least {ShortestLifetime} seconds, and of less than a year", JsonText.Show(response.Json["expires_in"]));
        if (context.Traits.Demands.RequestUriLifetime is { } demand)
        {
            // The profile says so; the published suite does not look, so a verdict must not hang on it.
            checks.Expect(
                lifetime < ProfileLifetime, demand, $"`expires_in` is less than {ProfileLifetime} seconds", JsonText.Show(response.Json["expires_in"]),
                Severity.Info);
        }
        checks.Expect(!response.HeaderValues("Set-Cookie").Any(), "RFC9126-2.2", "No cookie is set where no browser is", otherwise: Severity.Info);
    }
}
