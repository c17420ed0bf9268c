using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Sca.Factors.Totp;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>A page of the sandbox alone: the demo customer, and the code their authenticator app would show now.</summary>
internal static class SandboxPage
{
    public static void MapSandboxPage(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/sandbox", (IOptions<ServerOptions> options, TimeProvider time, HttpContext context) =>
        {
            context.Response.Headers["Refresh"] = "5";
            return Results.Content(Render(options.Value, time.GetUtcNow()), "text/html", Encoding.UTF8);
        }).ExcludeFromDescription();

    private static string Render(ServerOptions options, DateTimeOffset now)
    {
        var customers = JsonNode.Parse(File.ReadAllText(Path.Combine(options.SandboxDirectory, "customers.json")))!.AsArray();
        var demo = customers[0]!;
        var secret = (string)demo["totp_secret"]!;
        var left = 30 - now.ToUnixTimeSeconds() % 30;

        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>Sandbox</title>
              <link rel="stylesheet" href="/css/bank.css">
              <link rel="icon" href="data:,">
            </head>
            <body>
              <main>
                <h1>Sandbox</h1>
                <p>This server is a sandbox: its keys and passwords are known to everybody.</p>
                <dl>
                  <dt>User name</dt><dd><code>{Encode(demo, "username")}</code></dd>
                  <dt>Password</dt><dd><code>{Encode(demo, "password")}</code></dd>
                  <dt>Code now, for {left} more seconds</dt><dd><code id="code">{TotpCodes.Current(secret, now)}</code></dd>
                  <dt>Sample fintech</dt><dd><a href="{WebUtility.HtmlEncode(options.Sandbox.FintechAddress)}">{WebUtility.HtmlEncode(options.Sandbox.FintechAddress)}</a></dd>
                </dl>
                <p>Each code works once. The page renews itself.</p>
              </main>
            </body>
            </html>
            """;
    }

    private static string Encode(JsonNode node, string member) => WebUtility.HtmlEncode((string)node[member]!);
}
