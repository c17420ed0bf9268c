using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>Where this server is, and who may read its answers, is configured and never told by a request.</summary>
public sealed class ForwardedHeaderTests(SecurityBanks banks)
{
    private static readonly (string Name, string Value)[] Forged =
    [
        ("X-Forwarded-Host", "evil.example.test"), ("X-Forwarded-Proto", "http"), ("X-Forwarded-Prefix", "/evil"), ("X-Forwarded-Port", "1"),
        ("X-Forwarded-For", "127.0.0.1"), ("X-Original-Host", "evil.example.test"), ("X-Original-URL", "/evil"), ("X-Rewrite-URL", "/evil"),
        ("X-Host", "evil.example.test"), ("Forwarded", "for=127.0.0.1;host=evil.example.test;proto=http"), ("X-HTTP-Method-Override", "DELETE"),
    ];

    private static readonly string[] Endpoints =
    [
        "authorization_endpoint", "token_endpoint", "pushed_authorization_request_endpoint", "introspection_endpoint", "revocation_endpoint",
        "userinfo_endpoint", "jwks_uri",
    ];

    [Fact(DisplayName = "Advisory 27, CVE-2026-33495: the issuer is configured, whatever Host and X-Forwarded headers say")]
    public async Task Metadata_does_not_follow_headers()
    {
        var bank = await banks.PlainAsync();
        var discovery = bank.Kit.Issuer("fapi2").Discovery;
        var expected = await bank.Server.Wire.Client(null).GetStringAsync(discovery);

        var requests = Forged.Select(header => RawHttp.Get(discovery, header))
            .Append(RawHttp.Get(discovery, ("Host", "evil.example.test")))
            .Append(RawHttp.Get(discovery, ("Host", "localhost:1")))
            .Append(RawHttp.Get(discovery, Forged));
        foreach (var request in requests)
        {
            var answer = await RawRequest.SendAsync(bank.Server.Wire, discovery, request);
            Assert.Equal(200, RawRequest.Status(answer));
            Assert.Contains(expected, answer, StringComparison.Ordinal);
        }
    }

    [Fact(DisplayName = "Advisory 27, CVE-2026-33495: audience, proof and redirects keep to the configured address")]
    public async Task Protocol_does_not_follow_headers()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        void Forge(ProtocolRequest request)
        {
            foreach (var (name, value) in Forged)
            {
                request.Header(name, value);
            }
        }

        // Right for the configured address, whatever the headers say.
        (await client.ClientCredentialsAsync("accounts", Forge)).Expect(200);

        // Right for the forged address only.
        Refused.Client(await client.ClientCredentialsAsync("accounts", request =>
        {
            Forge(request);
            request.Assertion!.Claims["aud"] = "https://evil.example.test/fapi2";
        }));
        Refused.With(await client.ClientCredentialsAsync("accounts", request =>
        {
            Forge(request);
            request.Proof!.Claims["htu"] = "https://evil.example.test/fapi2/token";
        }), 400, "invalid_dpop_proof");

        var pushed = await client.PushAsync(new AuthorizationRequest(client.RedirectUri), Forge);
        var address = client.AuthorizeUrl(pushed.RequestUri);
        foreach (var headers in new (string, string)[][] { Forged, [("Host", "evil.example.test")] })
        {
            var answer = await RawRequest.SendAsync(bank.Server.Wire, address, RawHttp.Get(address, headers));
            Assert.Equal(303, RawRequest.Status(answer));
            Assert.DoesNotContain("evil", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("domain=", answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact(DisplayName = "Advisory 51, Keycloak CORS change 26.6.3: no page of another origin may read an answer")]
    public async Task No_endpoint_answers_other_origins()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var pushed = await client.PushAsync(new AuthorizationRequest(client.RedirectUri));
        Uri[] addresses =
        [
            client.AuthorizeUrl(pushed.RequestUri), .. Endpoints.Select(name => client.Metadata.Endpoint(name)),
            new(client.Metadata.Endpoint("authorization_endpoint").AbsoluteUri + "/resume"),
        ];

        foreach (var address in addresses)
        {
            foreach (var method in new[] { HttpMethod.Options, HttpMethod.Get, HttpMethod.Post })
            {
                foreach (var origin in new[] { "https://evil.example.test", "null", client.RedirectUri.GetLeftPart(UriPartial.Authority) })
                {
                    using var request = new HttpRequestMessage(method, address);
                    request.Headers.TryAddWithoutValidation("Origin", origin);
                    request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
                    request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "authorization,dpop");
                    using var answer = await bank.Server.Wire.Client(null).SendAsync(request);
                    Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
                    Assert.True((int)answer.StatusCode < 500, $"{method} {address}: {answer.StatusCode}");
                }
            }
        }
    }
}
