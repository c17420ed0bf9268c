using System.Text.Json.Nodes;
using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using FapiAuthServer.Profiles;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>A redirect URI is one string. What differs by a single octet is another.</summary>
public sealed class RedirectUriTests(SecurityBanks banks)
{
    // {uri} is the registered one, {host} its host, {path} its path, {query} its query with the question mark.
    private static readonly string[] Mutations =
    [
        // the authority
        "https://evil.example.test{path}{query}", "https://{host}.evil.test{path}{query}", "https://evil.test/{host}{path}{query}",
        "https://{host}@evil.test{path}{query}", "https://evil.test@{host}{path}{query}", "https://user:pw@{host}{path}{query}", "https://@{host}{path}{query}",
        "https://{host}:443{path}{query}", "https://{host}:{path}{query}", "https://{host}:8443{path}{query}", "https://{host}.{path}{query}",
        "https://sub.{host}{path}{query}", "https://*.example.test{path}{query}", "https://fapi2-pkjwt-dpop-2xexample.test{path}{query}",
        "https://{HOST}{path}{query}", "https://{host}%2eevil.test{path}{query}", "https://{host}%00.evil.test{path}{query}", "https://{host}%23@evil.test{path}{query}",
        "https://evil.test#@{host}{path}{query}", "https://evil.test?@{host}{path}{query}", "https://evil.test\\@{host}{path}{query}",
        "https://{host}\\evil.test{path}{query}", "https:///{host}{path}{query}", "https:/{host}{path}{query}", "https:{host}{path}{query}", "//{host}{path}{query}",
        "https://fapi2-pkjwt-dpop-2\u3002example\u3002test{path}{query}", "https://f\u0430pi2-pkjwt-dpop-2.example.test{path}{query}", "https://{host}\u200B{path}{query}",
        "https://127.0.0.1{path}{query}", "https://[::1]{path}{query}", "https://localhost{path}{query}",

        // the scheme
        "http://{host}{path}{query}", "HTTPS://{host}{path}{query}", "ftp://{host}{path}{query}", "javascript://{host}{path}{query}%0aalert(1)", "javascript:alert(1)",
        "data:text/html,x", "file:///etc/passwd", "fapi2-pkjwt-dpop-2:{path}{query}", "urn:ietf:wg:oauth:2.0:oob", "blob:{uri}", "view-source:{uri}",

        // the path
        "https://{host}{path}/{query}", "https://{host}{path}/x{query}", "https://{host}{path}x{query}", "https://{host}/{query}", "https://{host}{query}",
        "https://{host}/x/..{path}{query}", "https://{host}/.{path}{query}", "https://{host}//callback{query}", "https://{host}/..;{path}{query}", "https://{host}/x/..;{path}{query}",
        "https://{host}{path}/..{query}", "https://{host}{path};x{query}", "https://{host}/Callback{query}", "https://{host}/%63allback{query}", "https://{host}/%2563allback{query}",
        "https://{host}{path}%2f..%2fevil{query}", "https://{host}{path}%00{query}", "https://{host}{path}%20{query}", "https://{host}{path}\\{query}", "https://{host}/*{query}",

        // query, fragment and around
        "https://{host}{path}", "{uri}&", "{uri}&extra=1", "{uri}#", "{uri}#fragment", "{uri}&code=forged", "{uri}%26code%3dforged", "{uri}\t", " {uri}", "{uri} ", "{uri}\r\nX: y", "{uri}%0d%0aX:%20y",
        "https://{host}{path}?dummy2=ipsum&dummy1=lorem", "https://{host}{path}?dummy1=lorem&dummy2=IPSUM", "https://{host}{path}?dummy1=lorem;dummy2=ipsum",
        "https://{host}{path}?dummy1=lorem&amp;dummy2=ipsum", "{uri},{uri}", "{uri} {uri}", "\"{uri}\"", "<{uri}>", "{uri}'",
    ];

    [Fact(DisplayName = "Advisory 28, CVE-2023-6291 and eight more: a redirect URI is compared octet by octet (corpus)")]
    public async Task Mutated_redirect_uris_are_refused()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var uri = client.RedirectUri;
        Assert.True(Mutations.Length >= 60);

        foreach (var mutated in MutationsOf(uri))
        {
            Assert.NotEqual(uri.OriginalString, mutated);

            var pushed = await client.PushAsync(new AuthorizationRequest(uri), push => push.Form["redirect_uri"] = mutated);

            Assert.True(pushed is { Status: 400, Error: "invalid_request" }, $"{mutated}: {pushed.Status} {pushed.Body}");
            Refused.Wholesome(pushed);
        }
    }

    [Fact(DisplayName = "Advisory 28, CVE-2024-52289: a redirect URI must be sent, once")]
    public async Task Redirect_uri_is_demanded_once()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var request = new AuthorizationRequest(client.RedirectUri);

        Refused.With(await client.PushAsync(request, push => push.Form["redirect_uri"] = null), 400, "invalid_request");
        Refused.With(await client.PushAsync(request, push => push.Form["redirect_uri"] = ""), 400, "invalid_request");
        Refused.With(await client.PushAsync(request, push => push.Form.AddAgain("redirect_uri", "https://evil.example.test/")), 400, "invalid_request");
        Refused.With(await client.PushAsync(request, push => push.Form.AddAgain("Redirect_Uri", "https://evil.example.test/")), 400, "invalid_request");
    }

    [Fact(DisplayName = "Advisory 28, CVE-2026-3872: a faulty request is shown to the customer, never redirected")]
    public async Task Faulty_requests_are_not_redirected()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        using var browser = bank.Server.OpenBrowser();
        var endpoint = client.Metadata.Endpoint("authorization_endpoint").AbsoluteUri;
        var redirect = Uri.EscapeDataString(client.RedirectUri.OriginalString);

        foreach (var query in new[]
        {
            "", $"?client_id={client.ClientId}", $"?redirect_uri={redirect}", $"?client_id={client.ClientId}&redirect_uri={redirect}&response_type=code&scope=openid",
            $"?client_id={client.ClientId}&redirect_uri=https://evil.example.test/&response_type=code", $"?client_id=nobody&redirect_uri={redirect}&response_type=code",
            $"?client_id={client.ClientId}&client_id={client.ClientId}&redirect_uri={redirect}", $"?request=abc&client_id={client.ClientId}&redirect_uri={redirect}",
        })
        {
            await browser.OpenAsync(new Uri(endpoint + query));
            Assert.Null(browser.Answer);
            Assert.True(browser.Page.IsError, browser.Page.Describe());
            Assert.Equal(400, browser.Page.Response.Status);
        }
    }

    [Theory(DisplayName = "Advisory 41, CVE-2026-15572: a client with a dangerous redirect URI cannot be registered")]
    [InlineData("http://client.example.test/callback")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("https://client.example.test/callback#fragment")]
    [InlineData("https://client.example.test/callback#")]
    [InlineData("https://user@client.example.test/callback")]
    [InlineData("https://client.example.test\\@evil.example.test/")]
    [InlineData("https://client.example.test/call back")]
    [InlineData("https://client.example.test/\u0430")]
    [InlineData("/callback")]
    [InlineData("//client.example.test/callback")]
    [InlineData("https:client.example.test")]
    [InlineData("http://127.0.0.1/callback")]
    [InlineData("https://client.example.test/callback?code=1")]
    [InlineData("https://client.example.test/callback?iss=1")]
    [InlineData("")]
    public void Dangerous_redirect_uris_are_not_registered(string redirectUri)
    {
        var faults = Faults(client => client["redirect_uris"] = new JsonArray(redirectUri));

        Assert.Contains(faults, fault => fault.StartsWith("redirect_uris", StringComparison.Ordinal));
        Assert.All(faults, fault => Assert.DoesNotContain(fault, char.IsControl));
    }

    [Theory(DisplayName = "Advisory 41, CVE-2026-16102: what the profile does not offer cannot be registered")]
    [InlineData("token_endpoint_auth_method", "\"none\"")]
    [InlineData("token_endpoint_auth_method", "\"client_secret_basic\"")]
    [InlineData("token_endpoint_auth_method", "null")]
    [InlineData("token_endpoint_auth_signing_alg", "\"none\"")]
    [InlineData("token_endpoint_auth_signing_alg", "\"RS256\"")]
    [InlineData("id_token_signed_response_alg", "\"none\"")]
    [InlineData("grant_types", "[\"password\"]")]
    [InlineData("grant_types", "[\"implicit\"]")]
    [InlineData("response_types", "[\"token\"]")]
    [InlineData("response_types", "[\"code id_token\"]")]
    [InlineData("scope", "\"accounts admin\"")]
    [InlineData("client_id", "\"\"")]
    [InlineData("client_id", "\"a b\"")]
    [InlineData("client_id", "\"a\\u0000b\"")]
    [InlineData("jwks", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")]
    [InlineData("jwks", "{}")]
    [InlineData("jwks", "null")]
    public void Clients_beyond_the_profile_are_not_registered(string member, string value)
    {
        Assert.NotEmpty(Faults(client => client[member] = JsonNode.Parse(value)));
    }

    [Fact(DisplayName = "Advisory 41, CVE-2026-15572: a well-formed client has no faults (control)")]
    public void Wellformed_client_has_no_faults() => Assert.Empty(Faults(_ => { }));

    /// <summary>A registered redirect URI, changed in each way that some server has overlooked.</summary>
    internal static IEnumerable<string> MutationsOf(Uri uri) => Mutations.Select(mutation => mutation
        .Replace("{uri}", uri.OriginalString, StringComparison.Ordinal)
        .Replace("{host}", uri.Host, StringComparison.Ordinal)
        .Replace("{HOST}", uri.Host.ToUpperInvariant(), StringComparison.Ordinal)
        .Replace("{path}", uri.AbsolutePath, StringComparison.Ordinal)
        .Replace("{query}", uri.Query, StringComparison.Ordinal));

    private static List<string> Faults(Action<JsonObject> change)
    {
        var client = TestKit.Sandboxes.TestClients.PrivateKeyJwtWithDPoP("client").Registration;
        change(client);
        return Faults(client);
    }

    /// <summary>What keeps a client from being registered.</summary>
    internal static List<string> Faults(JsonObject client)
    {
        var options = new IssuerOptions { Name = "fapi2", Path = "/fapi2", Profile = "fapi2-security" };
        options.Scopes.AddRange([new() { Name = "openid" }, new() { Name = "accounts" }, new() { Name = "offline_access" }]);
        var issuer = new Issuer(options, FapiProfiles.Fapi2Security, "https://bank.example", "https://mtls.bank.example");
        return [.. ClientRules.Faults(ClientMetadata.Parse(client.ToJsonString()), issuer)];
    }
}
