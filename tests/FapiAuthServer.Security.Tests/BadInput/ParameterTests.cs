using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.BadInput;

/// <summary>Parameters that are well-formed text and nonsense as what they should be.</summary>
[Collection(Refusals.Collection)]
public sealed class ParameterTests(SecurityBanks banks)
{
    public static TheoryData<string, string, string> Pushed => new()
    {
        { "claims", "x", "invalid_request" },
        { "claims", "[]", "invalid_request" },
        { "claims", "\"x\"", "invalid_request" },
        { "claims", "{", "invalid_request" },
        { "claims", "{} {}", "invalid_request" },
        { "claims", "{/**/}", "invalid_request" },
        { "claims", """{"id_token":[]}""", "invalid_request" },
        { "claims", """{"id_token":{"name":7}}""", "invalid_request" },
        { "claims", """{"id_token":{"name":{"essential":"yes"}}}""", "invalid_request" },
        { "claims", """{"id_token":{"name":{"values":"x"}}}""", "invalid_request" },
        { "claims", """{"id_token":{},"id_token":{}}""", "invalid_request" },
        { "claims", """{"id_token":{"name":null,"name":null}}""", "invalid_request" },
        { "claims", """{"id_token":{"name":{"value":"\ud800"}}}""", "invalid_request" },
        { "claims", """{"id_token":{"\ud800":null}}""", "invalid_request" },
        { "claims", """{"\udc00":null}""", "invalid_request" },
        { "claims", """{"id_token":{"acr":{"value":"\u0000"}}}""", "" },
        { "claims", "nested", "invalid_request" },
        { "claims", "nested arrays", "invalid_request" },
        { "claims", "long", "invalid_request" },
        { "claims", """{"id_token":{"acr":{"essential":true,"value":"urn:nobody:offers:this"}}}""", "unmet_authentication_requirements" },
        { "max_age", "-1", "invalid_request" },
        { "max_age", "1.5", "invalid_request" },
        { "max_age", "+5", "invalid_request" },
        { "max_age", "abc", "invalid_request" },
        { "max_age", "1e3", "invalid_request" },
        { "max_age", "99999999999999999999", "invalid_request" },
        { "max_age", "\uFF11", "invalid_request" },
        { "prompt", "nonsense", "invalid_request" },
        { "prompt", "none login", "invalid_request" },
        { "prompt", "NONE", "invalid_request" },
        { "nonce", "long", "invalid_request" },
        { "state", "long", "invalid_request" },
        { "id_token_hint", "x", "invalid_request" },
        { "id_token_hint", "unsigned", "invalid_request" },
        { "id_token_hint", "a.b.c.d.e", "invalid_request" },
        { "request", "x", "request_not_supported" },
        { "request", "unsigned", "request_not_supported" },
        { "request_uri", "https://evil.example.test/", "invalid_request" },
        { "registration", "{}", "registration_not_supported" },
        { "authorization_details", "[]", "invalid_authorization_details" },
        { "authorization_details", "nested arrays", "invalid_authorization_details" },
        { "dpop_jkt", "x", "invalid_request" },
        { "dpop_jkt", "long", "invalid_request" },
        { "dpop_jkt", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "invalid_dpop_proof" },
        { "scope", "nonsense", "invalid_scope" },
        { "scope", "openid\u00A0accounts", "invalid_scope" },
        { "scope", "open\"id", "invalid_scope" },
        { "scope", "OPENID", "invalid_scope" },
        { "resource", "https://nobody.example.test", "invalid_target" },
        { "resource", "x", "invalid_target" },
        { "resource", "https://localhost:9445#fragment", "invalid_target" },
        { "resource", "https://localhost:9445/", "invalid_target" },
        { "code_challenge", "\u00E9\u00E9", "invalid_request" },
        { "redirect_uri", "\u00E9", "invalid_request" },
        { "response_type", "code\u00A0", "unsupported_response_type" },
    };

    public static TheoryData<string, string, string> Token => new()
    {
        { "grant_type", "long", "unsupported_grant_type" },
        { "grant_type", "\u00E9", "unsupported_grant_type" },
        { "grant_type", "authorization_code", "invalid_grant" },
        { "grant_type", "refresh_token", "invalid_grant" },
        { "code", "long", "invalid_grant" },
        { "code", "\u00E9'; DROP TABLE \"Grants\"; --", "invalid_grant" },
        { "code", "", "invalid_grant" },
        { "refresh_token", "long", "invalid_grant" },
        { "refresh_token", "%00", "invalid_grant" },
        { "refresh_token", "unsigned", "invalid_grant" },
        { "scope", "long", "invalid_scope" },
        { "scope", "", "invalid_scope" },
        { "resource", "x", "invalid_target" },
        { "client_assertion", "x", "invalid_client" },
        { "client_assertion_type", "x", "invalid_client" },
        { "client_id", "\u00E9", "invalid_client" },
        { "client_id", "' OR 1=1 --", "invalid_client" },
        { "client_id", "fapi2-pkjwt-dpop-1", "invalid_client" },
    };

    [Theory]
    [MemberData(nameof(Pushed))]
    public async Task Nonsense_in_a_pushed_request_is_refused(string parameter, string value, string error)
    {
        var bank = await banks.StrictAsync();
        if (error.Length == 0)
        {
            // Refused or taken, but no failure.
            var answer = await Endpoint.PushedRequest.SendAsync(bank, request => request.Form[parameter] = value);
            Assert.InRange(answer.Status, 201, 400);
            await FormTests.SettleAsync(bank);
            return;
        }

        await Refusals.AssertAsync(bank, $"{parameter}={value}", error == "unmet_authentication_requirements" ? [400, 401] : [400], [error, "invalid_request"],
            () => Endpoint.PushedRequest.SendAsync(bank, request => request.Form[parameter] = Value(value)));
    }

    [Theory]
    [MemberData(nameof(Token))]
    public async Task Nonsense_in_a_token_request_is_refused(string parameter, string value, string error)
    {
        var bank = await banks.StrictAsync();

        await Refusals.AssertAsync(bank, $"{parameter}={value}", error == "invalid_client" ? [401, 400] : [400], [error, "invalid_request"],
            () => Endpoint.Token.SendAsync(bank, request =>
            {
                if (parameter is "code" or "refresh_token")
                {
                    request.Form["grant_type"] = parameter == "code" ? "authorization_code" : parameter;
                    request.Form["redirect_uri"] = "https://fapi2-pkjwt-dpop-2.example.test/callback?dummy1=lorem&dummy2=ipsum";
                    request.Form["code_verifier"] = AuthorizationRequest.NewSecret();
                }
                if (parameter.StartsWith("client_assertion", StringComparison.Ordinal))
                {
                    request.SendAssertion(request.Assertion!.Sign());
                }
                request.Form[parameter] = Value(value);
            }));
    }

    [Fact]
    public async Task Odd_values_that_are_harmless_are_taken_and_nothing_fails_later()
    {
        var bank = await banks.StrictAsync();
        var client = await bank.ConnectAsync();
        (string Name, string Value)[] oddities =
        [
            ("ui_locales", "\u00E9 xx-YY *"), ("acr_values", new string('a', 5000)), ("login_hint", "\u202E'\"<>&{}"), ("display", "nonsense"), ("custom", "\U0001F600"),
            ("scope", string.Join(' ', Enumerable.Repeat("openid accounts", 300))), ("state", "\u00E9\U0001F600 &=%'\"<>\\"), ("nonce", "\u00E9\U0001F600\"\\"),
            ("claims", """{"id_token":{"name":{"value":"\"\\\u00e9\ud83d\ude00"},"acr":null,"unknown":{"x":[1,2,{}]}},"userinfo":{"name":null},"other":7}"""),
        ];
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid accounts offline_access" };

        var pushed = await client.PushAsync(request, push =>
        {
            foreach (var (name, value) in oddities)
            {
                push.Form[name] = value;
            }
        });
        var answer = await bank.ApproveAsync(client.AuthorizeUrl(pushed.RequestUri));
        var tokens = await client.RedeemCodeAsync(answer.Code, request);

        Assert.Equal(oddities.Single(oddity => oddity.Name == "state").Value, answer.State);
        Assert.Equal("openid accounts", tokens.Expect(200).Text("scope"));
        Assert.Equal(oddities.Single(oddity => oddity.Name == "nonce").Value, SignedJwt.Parse(tokens.IdToken!)["nonce"]);
        (await client.UserInfoAsync(tokens.AccessToken)).Expect(200);
        await FormTests.SettleAsync(bank);
    }

    private static string Value(string value) => value switch
    {
        "long" => new string('x', 7_500),
        "nested" => string.Concat(Enumerable.Repeat("{\"id_token\":", 600)) + "1" + new string('}', 600),
        "nested arrays" => new string('[', 3_500) + new string(']', 3_500),
        "unsigned" => $"{Base64Url.Encode("""{"alg":"none"}""")}.{Base64Url.Encode("""{"iss":"x","sub":"x","aud":"x"}""")}.",
        _ => value,
    };
}
