using System.Diagnostics;
using System.Text.Json.Nodes;
using FapiAuthServer.Jose;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using Base64Url = FapiAuthServer.TestKit.Keys.Base64Url;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>A client assertion proves who the client is to this issuer, once, by a key that was registered before.</summary>
public sealed class AssertionTests(SecurityBanks banks)
{
    private const string Scope = "accounts";

    public static TheoryData<string, string?> ForeignAudiences => new()
    {
        { "array of the issuer", """["{issuer}"]""" },
        { "array of the issuer and another", """["{issuer}","https://evil.example.test"]""" },
        { "array of another and the issuer", """["https://evil.example.test","{issuer}"]""" },
        { "token endpoint", "\"{issuer}/token\"" },
        { "pushed request endpoint", "\"{issuer}/par\"" },
        { "token endpoint with client certificates", "\"{mtls}/token\"" },
        { "issuer on the other port", "\"{mtls}\"" },
        { "issuer with a slash", "\"{issuer}/\"" },
        { "issuer with a query", "\"{issuer}?\"" },
        { "issuer with a fragment", "\"{issuer}#\"" },
        { "issuer in capitals", "\"{ISSUER}\"" },
        { "issuer with a space", "\"{issuer} \"" },
        { "issuer with another after it", "\"{issuer} https://evil.example.test\"" },
        { "host of the issuer", "\"{host}\"" },
        { "issuer below a stranger", "\"https://evil.example.test/{issuer}\"" },
        { "other issuer of this host", "\"{host}/other\"" },
        { "another server", "\"https://evil.example.test\"" },
        { "empty", "\"\"" },
        { "empty array", "[]" },
        { "nested array", """[["{issuer}"]]""" },
        { "object", """{"0":"{issuer}"}""" },
        { "number", "1" },
        { "true", "true" },
        { "null", "null" },
        { "absent", null },
    };

    [Theory(DisplayName = "Advisory 12, CVE-2025-27370: an assertion for any audience but our issuer as one string is refused")]
    [MemberData(nameof(ForeignAudiences))]
    public async Task Assertion_for_another_audience_is_refused(string name, string? audience)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var issuer = client.Metadata.Issuer;
        var text = audience?.Replace("{issuer}", issuer, StringComparison.Ordinal)
            .Replace("{ISSUER}", issuer.ToUpperInvariant(), StringComparison.Ordinal)
            .Replace("{mtls}", bank.Kit.MutualTlsAddress.AbsoluteUri + "fapi2", StringComparison.Ordinal)
            .Replace("{host}", bank.Kit.PublicAddress.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);

        var tokens = await client.ClientCredentialsAsync(Scope, request =>
        {
            request.Assertion!.Claims.Remove("aud");
            if (text is not null)
            {
                request.Assertion.Claims["aud"] = JsonNode.Parse(text);
            }
        });

        Assert.True(tokens.Status == 401, $"{name}: {tokens.Body}");
        Refused.Client(tokens);
    }

    [Fact(DisplayName = "Advisory 12, CVE-2025-27371: the audience is demanded at every endpoint alike")]
    public async Task Audience_is_demanded_at_every_endpoint()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var resourceServer = await bank.ConnectAsync("fapi2-rs-1");
        static void Forge(ProtocolRequest request) => request.Assertion!.Claims["aud"] = request.Address.AbsoluteUri;

        Refused.Client(await client.PushAsync(new AuthorizationRequest(client.RedirectUri), Forge));
        Refused.Client(await client.ClientCredentialsAsync(Scope, Forge));
        Refused.Client(await resourceServer.IntrospectAsync("x", Forge));
        Refused.Client(await client.RevokeAsync("x", Forge));
    }

    [Fact(DisplayName = "Advisory 13, CVE-2020-5300: an assertion is good for one request, whichever endpoint takes it first")]
    public async Task Assertion_is_single_use_across_endpoints()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        Func<Action<ProtocolRequest>, Task<ServerResponse>>[] endpoints =
        [
            async change => await client.ClientCredentialsAsync(Scope, change),
            async change => await client.PushAsync(new AuthorizationRequest(client.RedirectUri), change),
            change => client.RevokeAsync("unknown", change),
        ];

        foreach (var first in endpoints)
        {
            foreach (var second in endpoints)
            {
                var assertion = client.NewAssertion(client.AssertionKey!).Sign();
                Assert.InRange((await first(request => request.SendAssertion(assertion))).Status, 200, 201);
                Refused.Client(await second(request => request.SendAssertion(assertion)));
            }
        }
    }

    [Fact(DisplayName = "Advisory 13, CVE-2020-5300: a resource server's assertion is good for one introspection")]
    public async Task Assertion_is_single_use_at_introspection()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync("fapi2-rs-1");
        var assertion = client.NewAssertion(client.AssertionKey!).Sign();

        (await client.IntrospectAsync("x", request => request.SendAssertion(assertion))).Expect(200);
        Refused.Client(await client.IntrospectAsync("x", request => request.SendAssertion(assertion)));
        Refused.Client(await client.RevokeAsync("x", request => request.SendAssertion(assertion)));
    }

    [Fact(DisplayName = "Advisory 13, CVE-2020-15222: a refused request has used its assertion up")]
    public async Task Refused_request_burns_its_assertion()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        Action<ProtocolRequest>[] faults =
        [
            request => request.Form["grant_type"] = "password",
            request => request.Form["scope"] = "nonsense",
            request => request.Proof = null,
            request => request.Proof!.Claims["htu"] = "https://evil.example.test/token",
        ];

        foreach (var fault in faults)
        {
            var assertion = client.NewAssertion(client.AssertionKey!).Sign();
            Assert.InRange((await client.ClientCredentialsAsync(Scope, request =>
            {
                request.SendAssertion(assertion);
                fault(request);
            })).Status, 400, 401);
            Refused.Client(await client.ClientCredentialsAsync(Scope, request => request.SendAssertion(assertion)));
        }
    }

    [Fact(DisplayName = "Advisory 13, CVE-2020-15222: one client's jti does not burn another's")]
    public async Task Same_jti_of_two_clients_is_no_replay()
    {
        var bank = await banks.PlainAsync();
        var jti = AuthorizationRequest.NewSecret();

        foreach (var id in new[] { "fapi2-pkjwt-dpop-1", "fapi2-pkjwt-dpop-2" })
        {
            var client = await bank.ConnectAsync(id);
            (await client.ClientCredentialsAsync(Scope, request => request.Assertion!.Claims["jti"] = jti)).Expect(200);
        }
    }

    [Theory(DisplayName = "Advisory 13, CVE-2020-15222: without a usable jti and a near exp there is no replay protection, so there is no access")]
    [InlineData("jti", null)]
    [InlineData("jti", "\"\"")]
    [InlineData("jti", "7")]
    [InlineData("jti", "[\"a\"]")]
    [InlineData("jti", "long")]
    [InlineData("exp", null)]
    [InlineData("exp", "\"soon\"")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "1e300")]
    [InlineData("exp", "9999999999")]
    [InlineData("exp", "now+600")]
    [InlineData("exp", "now-60")]
    [InlineData("iat", "now+60")]
    [InlineData("nbf", "now+60")]
    [InlineData("iss", "\"fapi2-pkjwt-dpop-1\"")]
    [InlineData("iss", null)]
    [InlineData("sub", "\"fapi2-pkjwt-dpop-1\"")]
    [InlineData("sub", null)]
    public async Task Assertion_with_a_bad_claim_is_refused(string claim, string? value)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var json = value switch
        {
            "long" => $"\"{new string('j', 300)}\"",
            "now+600" => $"{now + 600}",
            "now+60" => $"{now + 60}",
            "now-60" => $"{now - 60}",
            _ => value,
        };

        Refused.Client(await client.ClientCredentialsAsync(Scope, request =>
        {
            request.Assertion!.Claims.Remove(claim);
            if (json is not null)
            {
                request.Assertion.Claims[claim] = JsonNode.Parse(json);
            }
        }));
    }

    [Fact(DisplayName = "Advisory 14, CVE-2026-16093: a client is held to its registered method, whatever the request claims")]
    public async Task Client_is_held_to_its_registered_method()
    {
        var bank = await banks.PlainAsync();
        var byKey = await bank.ConnectAsync("fapi2-pkjwt-mtls-2");
        var byCertificate = await bank.ConnectAsync("fapi2-mtls-mtls-2");

        // A client of keys that shows only its certificate.
        Refused.Client(await byKey.ClientCredentialsAsync(Scope, request => request.Assertion = null));

        // A client of certificates that signs with a key that is even in its registered key set.
        var signing = byCertificate with { AssertionKey = byCertificate.Registration.SigningKey };
        Refused.Client(await signing.ClientCredentialsAsync(Scope));
        Refused.Client(await signing.ClientCredentialsAsync(Scope, request => request.Certificate = null));

        // Credentials of one client, the name of another.
        Refused.Client(await byKey.ClientCredentialsAsync(Scope, request => request.Form["client_id"] = "fapi2-pkjwt-dpop-2"));
        Refused.Client(await byCertificate.ClientCredentialsAsync(Scope, request => request.Form["client_id"] = "fapi2-mtls-mtls-1"));
        Refused.Client(await byCertificate.ClientCredentialsAsync(Scope, request => request.Form["client_id"] = null));

        // Secrets, in every place.
        Refused.With(await byKey.ClientCredentialsAsync(Scope, request => request.Form["client_secret"] = "secret"), 400, "invalid_request");
        Refused.Client(await byKey.ClientCredentialsAsync(Scope, request =>
        {
            request.Assertion = null;
            request.Form["client_secret"] = "secret";
        }));
        Refused.Client(await byCertificate.ClientCredentialsAsync(Scope, request => request.Header("Authorization", "Basic " + Convert.ToBase64String("fapi2-mtls-mtls-2:x"u8))));
    }

    [Fact(DisplayName = "Advisory 14, CVE-2026-16093: signing alg and method are those of the registration")]
    public async Task Assertion_type_is_the_registered_one()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        foreach (var type in new[] { null, "", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer", "URN:IETF:params:oauth:client-assertion-type:jwt-bearer" })
        {
            Refused.Client(await client.ClientCredentialsAsync(Scope, request =>
            {
                request.SendAssertion(request.Assertion!.Sign());
                request.Form["client_assertion_type"] = type;
            }));
        }
    }

    [Theory(DisplayName = "Advisory 15, CVE-2026-11800: the algorithm is the registered key's, never the header's")]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("hs256")]
    [InlineData("RS256")]
    [InlineData("PS384")]
    [InlineData("ps256")]
    [InlineData("ES256")]
    [InlineData("EdDSA")]
    [InlineData("")]
    public async Task Assertion_with_another_algorithm_is_refused(string algorithm)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync("fapi2-pkjwt-dpop-1"); // RSA, registered for PS256

        Refused.Client(await client.ClientCredentialsAsync(Scope, request => request.Assertion!.Header["alg"] = algorithm));
        Refused.Client(await client.ClientCredentialsAsync(Scope, request =>
        {
            request.Assertion!.Header["alg"] = algorithm;
            request.Assertion.Afterwards = token => token[..(token.LastIndexOf('.') + 1)];
        }));
    }

    [Fact(DisplayName = "Advisory 15, CVE-2022-23540: a signature must be there and must be the client's")]
    public async Task Assertion_with_a_foreign_or_missing_signature_is_refused()
    {
        var bank = await banks.PlainAsync();
        foreach (var id in new[] { "fapi2-pkjwt-dpop-1", "fapi2-pkjwt-dpop-2" })
        {
            var client = await bank.ConnectAsync(id);
            var stranger = (id[^1] == '1' ? SigningKey.NewPs256() : SigningKey.NewEs256()) with { KeyId = client.AssertionKey!.KeyId };
            Func<string, string>[] damages =
            [
                JwtDraft.DamageSignature,
                token => token[..(token.LastIndexOf('.') + 1)],
                token => token[..token.LastIndexOf('.')],
                token => token + ".",
                token => token + "=",
                token => token[..(token.LastIndexOf('.') + 1)] + Base64Url.Encode(new byte[64]),
                token => token[..(token.LastIndexOf('.') + 1)] + Base64Url.Encode(new byte[256]),
                token => token + "AAAA",
            ];

            Refused.Client(await client.ClientCredentialsAsync(Scope, request => request.Assertion!.Key = stranger));
            foreach (var damage in damages)
            {
                Refused.Client(await client.ClientCredentialsAsync(Scope, request => request.Assertion!.Afterwards = damage));
            }
        }
    }

    [Theory(DisplayName = "Advisory 16, CVE-2025-59420: crit is refused, whatever it names")]
    [InlineData("""["exp"]""")]
    [InlineData("""["b64"]""")]
    [InlineData("""["urn:example:unknown"]""")]
    [InlineData("""[]""")]
    [InlineData("null")]
    [InlineData("\"exp\"")]
    public async Task Assertion_with_crit_is_refused(string crit)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();

        Refused.Client(await client.ClientCredentialsAsync(Scope, request => request.Assertion!.Header["crit"] = JsonNode.Parse(crit)));
        Refused.With(await client.ClientCredentialsAsync(Scope, request => request.Proof!.Header["crit"] = JsonNode.Parse(crit)), 400, "invalid_dpop_proof");
    }

    [Theory(DisplayName = "Advisory 6, CVE-2024-21643: keys that the assertion brings or names are not looked at")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("jwk")]
    [InlineData("x5c")]
    public async Task Assertion_with_its_own_key_is_refused(string member)
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        using var trap = new Trap();
        var stranger = SigningKey.NewEs256();
        JsonNode Value() => member switch
        {
            "jwk" => stranger.PublicJwk(),
            "x5c" => new JsonArray(Convert.ToBase64String(TestPki.SelfSigned("CN=" + client.ClientId, stranger).RawData)),
            _ => JsonValue.Create(trap.Url("keys"))!,
        };

        // Advisory 7, CVE-2026-27962 (Authlib): also when the header's key really made the signature.
        Refused.Client(await client.ClientCredentialsAsync(Scope, request =>
        {
            request.Assertion!.Key = stranger;
            request.Assertion.Header["kid"] = stranger.KeyId;
            request.Assertion.Header[member] = Value();
        }));
        Refused.Client(await client.ClientCredentialsAsync(Scope, request => request.Assertion!.Header[member] = Value()));
        Assert.Equal(0, trap.Calls);
    }

    [Fact(DisplayName = "Advisory 7, CVE-2026-27962: nothing verifies without a key that was given from outside")]
    public void Verification_without_a_key_throws()
    {
        var key = SigningKey.NewEs256();
        var draft = new JwtDraft(new JsonObject { ["alg"] = "ES256", ["jwk"] = key.PublicJwk() }, [], key);
        var jws = CompactJws.Parse(draft.Sign()).Value!;

        Assert.Throws<ArgumentNullException>(() => jws.VerifySignature(null!));
        Assert.False(VerificationKeySet.Parse("""{"keys":[]}""").Value!.Find(key.KeyId, "ES256").IsValid);
        Assert.False(VerificationKeySet.Parse("""{"keys":[]}""").Value!.Find(null, "ES256").IsValid);
    }

    [Fact(DisplayName = "Advisory 17, CVE-2024-21319: compressed and password-encrypted tokens are refused before any work is done")]
    public async Task Encrypted_and_compressed_assertions_are_refused_at_once()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        string[] headers =
        [
            """{"alg":"dir","enc":"A256GCM","zip":"DEF"}""",
            """{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2c":2147483647,"p2s":"AAAA"}""",
            """{"alg":"RSA-OAEP","enc":"A128CBC-HS256","zip":"DEF"}""",
            """{"alg":"RSA1_5","enc":"A128CBC-HS256"}""",
        ];
        var bomb = Base64Url.Encode(new byte[9_000]);

        foreach (var header in headers)
        {
            var clock = Stopwatch.StartNew();
            Refused.Client(await client.ClientCredentialsAsync(Scope, request => request.SendAssertion($"{Base64Url.Encode(header)}.AAAA.AAAA.{bomb}.AAAA")));
            Refused.Client(await client.ClientCredentialsAsync(Scope, request => request.SendAssertion($"{Base64Url.Encode(header)}.{bomb}.AAAA")));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{header} took {clock.Elapsed}");
        }

        Refused.Client(await client.ClientCredentialsAsync(Scope, request => request.Assertion!.Header["zip"] = "DEF"));
        Refused.With(await client.ClientCredentialsAsync(Scope, request => request.Proof!.Header["zip"] = "DEF"), 400, "invalid_dpop_proof");
    }

    [Fact(DisplayName = "Advisory 18, Abblix PR 187: every encrypted token gets one and the same answer")]
    public async Task Encrypted_tokens_get_one_answer()
    {
        var bank = await banks.PlainAsync();
        var client = await bank.ConnectAsync();
        var answers = new HashSet<string>();

        foreach (var algorithm in new[] { "RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "A256KW", "dir", "ECDH-ES" })
        {
            foreach (var length in new[] { 0, 16, 255, 256 })
            {
                var header = Base64Url.Encode($$"""{"alg":"{{algorithm}}","enc":"A128CBC-HS256"}""");
                var token = $"{header}.{Base64Url.Encode(new byte[length])}.{Base64Url.Encode(new byte[16])}.{Base64Url.Encode(new byte[32])}.{Base64Url.Encode(new byte[16])}";
                var answer = await client.ClientCredentialsAsync(Scope, request => request.SendAssertion(token));
                Refused.Client(answer);
                answers.Add(answer.Body);
            }
        }

        Assert.Single(answers);
    }
}
