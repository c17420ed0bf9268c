using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Interaction;
using FapiAuthServer.Interaction.Devices;
using FapiAuthServer.Sca.Factors.Totp;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>A page of the sandbox alone: the demo customer, and the code their authenticator app would show now.</summary>
internal static class SandboxPage
{
    public static void MapSandboxPage(this IEndpointRouteBuilder endpoints)
    {
        // Whoever opens the server's bare address wants to know what there is.
        endpoints.MapGet("/", () => Results.Redirect("/sandbox")).ExcludeFromDescription();
        endpoints.MapGet("/sandbox", (IOptions<ServerOptions> options, TimeProvider time, IStringLocalizer<Texts> text, SandboxTexts outbox, HttpContext context) =>
        {
            context.Response.Headers["Refresh"] = "5";
            return Results.Content(Render(options.Value, time.GetUtcNow(), text, outbox), "text/html", Encoding.UTF8);
        }).ExcludeFromDescription();
    }

    private static string Render(ServerOptions options, DateTimeOffset now, IStringLocalizer text, SandboxTexts outbox)
    {
        var customers = SandboxKit.ReadCustomers(options);
        var demo = customers[0]!;
        var code = TotpCodes.Current((string)demo["totp_secret"]!, now);
        var message = outbox.Newest();
        var left = 30 - now.ToUnixTimeSeconds() % 30;

        return $"""
            <!DOCTYPE html>
            <html lang="{CultureInfo.CurrentUICulture.Name}">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{Encode(text["Sandbox.Title"])} – {Encode(text["Bank.Name"])}</title>
              <link rel="stylesheet" href="/css/brand.css">
              <link rel="stylesheet" href="/css/bank.css">
              <link rel="icon" href="/img/mark.svg" type="image/svg+xml">
            </head>
            <body>
              <header>
                <p class="bank"><img src="/img/mark.svg" alt="" width="36" height="36"> {Encode(text["Bank.Name"])}</p>
              </header>
              <main>
                <h1>{Encode(text["Sandbox.Title"])}</h1>
                <p>{Encode(text["Sandbox.Lead"])}</p>
                <section>
                  <h2>{Encode(text["Sandbox.Code"])}</h2>
                  <p class="one-time-code"><span id="code">{code}</span></p>
                  <progress value="{left}" max="30" aria-hidden="true"></progress>
                  <p class="fine">{Encode(text["Sandbox.Left", left])}</p>
                </section>
                <section>
                  <h2>{Encode(text["Sandbox.Message"])}</h2>
                  <p id="message">{Encode(message ?? text["Sandbox.NoMessage"])}</p>
                </section>
                <section>
                  <h2>{Encode(text["Sandbox.Customer"])}</h2>
                  <dl>
                    <dt>{Encode(text["SignIn.Username"])}</dt><dd><code>{Encode(demo, "username")}</code></dd>
                    <dt>{Encode(text["SignIn.Password"])}</dt><dd><code>{Encode(demo, "password")}</code></dd>
                  </dl>
                </section>
                <section>
                  <h2>{Encode(text["Sandbox.Start"])}</h2>
                  <dl>
                    <dt>{Encode(text["Sandbox.Fintech"])}</dt><dd>{Link(options.Sandbox.FintechAddress)}</dd>
                    <dt>{Encode(text["Sandbox.App"])}</dt><dd>{Link(options.Sandbox.AppAddress)}</dd>
                    <dt>{Encode(text["Sandbox.Devices"])}</dt><dd>{Link(options.PublicAddress + options.Issuers[0].Path + OwnDevices.Path)}</dd>
                  </dl>
                </section>
                <section class="details">
                  <h2>{Encode(text["Sandbox.Engineers"])}</h2>
                  <dl>
                    {string.Concat(options.Issuers.Select(issuer => $"<dt>{Encode(text["Sandbox.Discovery", issuer.Name])}</dt><dd>{Link(Discovery(options, issuer.Path))}</dd>"))}
                    <dt>{Encode(text["Sandbox.Evidence"])}</dt><dd>{Link($"{options.PublicAddress}{SandboxEvidence.Page}")}</dd>
                    <dt>{Encode(text["Sandbox.Kit"])}</dt><dd><code>{Encode(options.SandboxDirectory)}</code></dd>
                  </dl>
                </section>
              </main>
            </body>
            </html>
            """;
    }

    private static string Discovery(ServerOptions options, string path) => $"{options.PublicAddress}{path}/.well-known/openid-configuration";

    private static string Link(string address) => $"""<a href="{Encode(address)}">{Encode(address)}</a>""";

    private static string Encode(string value) => WebUtility.HtmlEncode(value);

    private static string Encode(JsonNode node, string member) => Encode((string)node[member]!);
}
