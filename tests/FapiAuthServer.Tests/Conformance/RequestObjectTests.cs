using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Signed authorization requests (RFC 9101) at the issuer that demands them: the signed rows of the catalogue.</summary>
public sealed class RequestObjectTests(ConformanceBanks banks)
{
    private const string Lifetime = "FAPI2-MS-FINAL-5.3.1-4";
    private const string Age = "FAPI2-MS-FINAL-5.3.1-3";

    [Clause("FAPI2-MS-FINAL-5.3.1-1")]
    [Theory(DisplayName = "happy-flow: what the client signed is what is granted")]
    [EachVariant(OpenId = OpenIdUse.Both)]
    public async Task Signed_request_leads_to_tokens(Variant variant)
    {
        var scene = await SetAsync(variant);

        foreach (var client in new[] { scene.First, scene.Second })
        {
            var tokens = await scene.ObtainTokensAsync(client);

            Assert.Equal(variant.OpenId, tokens.IdToken is not null);
        }
    }

    [Clause("FAPI2-MS-FINAL-5.3.1-1")]
    [Theory(DisplayName = "ensure-unsigned-request-at-par-endpoint-fails: plain parameters")]
    [EachVariant]
    public async Task Plain_parameters_are_refused(Variant variant)
    {
        var scene = await SetAsync(variant);
        var ledger = Ledger.Open(scene.Bank, scene.First.ClientId);

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push =>
        {
            push.RequestObject = null;
            scene.NewRequest(scene.First).AddTo(push.Form);
        });

        await ledger.PushIsRefusedAsync(pushed, "invalid_request", "request_object_required", "FAPI2-MS-FINAL-5.3.1-1");
    }

    [Clause("OIDCC-6.1")]
    [Theory(DisplayName = "A request object is refused, not ignored, where none are taken")]
    [EachVariant]
    public async Task Request_object_is_refused_by_the_Security_Profile(Variant variant)
    {
        var scene = await banks.SetAsync(variant);
        var ledger = scene.OpenLedger();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => push.RequestObject = scene.First.NewRequestObject(scene.NewRequest(scene.First)));

        await ledger.PushIsRefusedAsync(pushed, "request_not_supported", "request_object_unsupported", "OIDCC-6.1");
    }

    [Clause("FAPI2-MS-FINAL-5.3.1-2")]
    [Theory(DisplayName = "ensure-request-object-with-multiple-aud-succeeds: an array that holds the issuer")]
    [EachVariant]
    public Task Several_audiences_are_accepted(Variant variant) => AcceptedAsync(
        variant, request => request.Claims["aud"] = new JsonArray("https://other.example", (string)request.Claims["aud"]!, "invalid"));

    [Clause("FAPI2-SP-FINAL-5.3.2.1-13")]
    [Theory(DisplayName = "ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted")]
    [EachVariant]
    public Task Small_clock_difference_is_accepted(Variant variant) => AcceptedAsync(variant, request => request.Claims["nbf"] = Later(8));

    [Theory(DisplayName = "typ is compared as media types are, and may be absent")]
    [EachVariant(Cases = ["OautH-auThZ-REQ+jWt", "application/oauth-authz-req+jwt", "JWT", ""])]
    public Task Usual_types_are_accepted(Variant variant, string type) => AcceptedAsync(variant, request =>
    {
        request.Header.Remove("typ");
        if (type.Length > 0)
            request.Header["typ"] = type;
    });

    [Theory(DisplayName = "ensure-request-object-without-exp-fails, -without-nbf-fails")]
    [EachVariant(Cases = ["exp", "nbf"])]
    public Task Request_without_its_times_is_refused(Variant variant, string claim)
        => RefusedAsync(variant, request => request.Claims.Remove(claim), claim == "exp" ? Lifetime : Age);

    [Theory(DisplayName = "ensure-expired-request-object-fails: an hour ago")]
    [EachVariant]
    public Task Expired_request_is_refused(Variant variant) => RefusedAsync(
        variant,
        request =>
        {
            request.Claims["nbf"] = Later(-3900);
            request.Claims["exp"] = Later(-3600);
        },
        "RFC7519-4.1.4");

    [Clause("FAPI2-MS-FINAL-5.3.1-4")]
    [Theory(DisplayName = "ensure-request-object-with-exp-over-60-fails: 70 minutes after nbf")]
    [EachVariant]
    public Task Long_lived_request_is_refused(Variant variant) => RefusedAsync(variant, request => request.Claims["exp"] = Later(70 * 60), Lifetime);

    [Clause("FAPI2-MS-FINAL-5.3.1-3")]
    [Theory(DisplayName = "ensure-request-object-with-nbf-over-60-fails: 70 minutes ago")]
    [EachVariant]
    public Task Old_request_is_refused(Variant variant) => RefusedAsync(variant, request => request.Claims["nbf"] = Later(-70 * 60), Age);

    [Theory(DisplayName = "A request that is not valid yet is refused")]
    [EachVariant]
    public Task Request_of_the_future_is_refused(Variant variant) => RefusedAsync(variant, request => request.Claims["nbf"] = Later(70), "FAPI2-SP-FINAL-5.3.2.1-13");

    [Clause("FAPI2-MS-FINAL-5.3.1-2")]
    [Theory(DisplayName = "ensure-request-object-with-bad-aud-fails")]
    [EachVariant(Cases = ["https://other.example", "", "array"])]
    public Task Request_for_another_server_is_refused(Variant variant, string audience) => RefusedAsync(
        variant,
        request =>
        {
            request.Claims.Remove("aud");
            if (audience == "array")
                request.Claims["aud"] = new JsonArray("https://other.example", 1);
            else if (audience.Length > 0)
                request.Claims["aud"] = audience;
        },
        "FAPI2-MS-FINAL-5.3.1-2");

    [Clause("FAPI2-SP-FINAL-5.4.1-1")]
    [Theory(DisplayName = "ensure-signed-request-object-with-RS256-fails")]
    [EachVariant]
    public Task Request_signed_with_RS256_is_refused(Variant variant) => RefusedAsync(variant, request => request.Header["alg"] = "RS256", "FAPI2-SP-FINAL-5.4.1-1");

    [Theory(DisplayName = "ensure-request-object-signature-algorithm-is-not-none; nor HS256 with the public key as the secret")]
    [EachVariant(Cases = ["none", "NONE", "HS256"])]
    public Task Request_without_a_signature_is_refused(Variant variant, string algorithm) => RefusedAsync(
        variant,
        request =>
        {
            request.Header["alg"] = algorithm;
            request.Afterwards = token => algorithm == "HS256" ? token : token[..(token.LastIndexOf('.') + 1)];
        },
        "FAPI2-SP-FINAL-5.4.1-1", "JAR-4");

    [Theory(DisplayName = "ensure-request-object-with-invalid-signature-fails")]
    [EachVariant]
    public Task Damaged_signature_is_refused(Variant variant) => RefusedAsync(variant, request => request.Afterwards = JwtDraft.DamageSignature, "JAR-6.2");

    [Theory(DisplayName = "ensure-matching-key-in-authorization-request: the other client's key")]
    [EachVariant(Cases = ["with its kid", "with the first client's kid", "with a kid of nobody"])]
    public async Task Key_of_another_client_is_refused(Variant variant, string kid)
    {
        var scene = await SetAsync(variant);
        await RefusedAsync(
            scene,
            request =>
            {
                request.Key = scene.Second.Registration.SigningKey;
                request.Header["alg"] = request.Key.Algorithm;
                if (kid == "with its kid")
                    request.Header["kid"] = request.Key.KeyId;
                if (kid == "with a kid of nobody")
                    request.Header["kid"] = "nobody";
            },
            "JAR-6.2", "JAR-4");
    }

    [Theory(DisplayName = "par-authorization-request-containing-request_uri: a reference, or another request object, inside")]
    [EachVariant(Cases = ["request_uri", "request", "client_assertion"])]
    public Task Nested_request_is_refused(Variant variant, string name)
        => RefusedAsync(variant, request => request.Claims[name] = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c", "JAR-4");

    [Theory(DisplayName = "par-authorization-request-containing-request_uri-form-param: a reference beside the request object")]
    [EachVariant]
    public async Task Reference_beside_the_request_object_is_refused(Variant variant)
    {
        var scene = await SetAsync(variant);
        var ledger = Ledger.Open(scene.Bank, scene.First.ClientId);

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => push.Form["request_uri"] = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c");

        await ledger.PushIsRefusedAsync(pushed, "invalid_request", "request_in_two_forms", "JAR-5");
    }

    [Theory(DisplayName = "client_id and iss name the client that pushes")]
    [EachVariant(Cases = ["client_id", "no client_id", "iss"])]
    public async Task Request_in_another_name_is_refused(Variant variant, string claim)
    {
        var scene = await SetAsync(variant);
        await RefusedAsync(
            scene,
            request =>
            {
                if (claim == "no client_id")
                    request.Claims.Remove("client_id");
                else
                    request.Claims[claim] = scene.Second.ClientId;
            },
            "JAR-5");
    }

    [Theory(DisplayName = "Keys in the header, critical and compressed headers, and JWTs of another kind are refused")]
    [EachVariant(Cases = ["jwk", "jku", "x5u", "crit", "zip", "typ"])]
    public Task Strange_headers_are_refused(Variant variant, string name) => RefusedAsync(
        variant,
        request => request.Header[name] = name switch
        {
            "jwk" => request.Key.PublicJwk(),
            "crit" => new JsonArray("exp"),
            "zip" => "DEF",
            "typ" => "client-authentication+jwt",
            _ => "https://keys.example/jwks",
        },
        "JAR-4");

    [Theory(DisplayName = "Values that no parameter may have are refused inside a request object too")]
    [EachVariant(Cases = ["long", "control", "many"])]
    public Task Oversized_claims_are_refused(Variant variant, string what) => RefusedAsync(
        variant,
        request =>
        {
            if (what == "long")
                request.Claims["state"] = new string('s', 9000);
            else if (what == "control")
                request.Claims["state"] = "a\nb";
            else
                for (var i = 0; i < 70; i++)
                    request.Claims[$"claim{i}"] = "x";
        },
        "JAR-4");

    [Theory(DisplayName = "What stands around a request object does not count")]
    [EachVariant]
    public async Task Parameters_around_the_request_object_do_not_count(Variant variant)
    {
        var scene = await SetAsync(variant);
        var client = scene.First;
        var request = scene.NewRequest(client) with { Scope = "accounts" };

        var pushed = await client.PushAsync(request, push =>
        {
            push.Form["scope"] = "accounts offline_access";
            push.Form["state"] = "outside";
            push.Form["redirect_uri"] = "https://attacker.example/callback";
            push.Form["response_type"] = "token";
            push.Form["code_challenge_method"] = "plain";
        });
        var answer = await scene.Bank.ApproveAsync(client.AuthorizeUrl(pushed.RequestUri));
        var tokens = await client.RedeemCodeAsync(answer.Code, request);

        Assert.Equal(request.State, answer.State);
        Assert.StartsWith(client.RedirectUri.OriginalString, answer.Address.OriginalString, StringComparison.Ordinal);
        Assert.Equal("accounts", tokens.Text("scope"));
        Assert.Null(tokens.RefreshToken);
    }

    [Theory(DisplayName = "The rules of every request hold for what was signed")]
    [EachVariant(Cases = ["code_challenge", "redirect_uri", "scope", "response_type"])]
    public async Task Signed_request_meets_the_same_rules(Variant variant, string missing)
    {
        var scene = await SetAsync(variant);

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push =>
        {
            push.RequestObject!.Claims.Remove(missing);
            push.Form[missing] = (string?)scene.First.NewRequestObject(scene.NewRequest(scene.First)).Claims[missing];
        });

        ResponseRules.CheckError(pushed, missing switch { "response_type" => "unsupported_response_type", _ => "invalid_request" });
    }

    private static long Later(int seconds) => DateTimeOffset.UtcNow.ToUnixTimeSeconds() + seconds;

    private Task<Scene> SetAsync(Variant variant) => banks.SetAsync(variant, Bank.MessageSigning);

    private async Task AcceptedAsync(Variant variant, Action<JwtDraft> change)
    {
        var scene = await SetAsync(variant);

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => change(push.RequestObject!));

        pushed.Expect(201);
    }

    private async Task RefusedAsync(Variant variant, Action<JwtDraft> change, params string[] clauses)
        => await RefusedAsync(await SetAsync(variant), change, clauses);

    private static async Task RefusedAsync(Scene scene, Action<JwtDraft> change, params string[] clauses)
    {
        var ledger = Ledger.Open(scene.Bank, scene.First.ClientId);

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => change(push.RequestObject!));

        await ledger.PushIsRefusedAsync(pushed, "invalid_request_object", "request_object_invalid", clauses);
    }
}
