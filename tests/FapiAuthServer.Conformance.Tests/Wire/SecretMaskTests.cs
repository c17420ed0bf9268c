using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Tests.Wire;

public sealed class SecretMaskTests
{
    private const string Secret = "s3cr3t-that-must-not-be-in-any-report";
    private const string Jwt = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UifQ.c2lnbmF0dXJl";

    private readonly SecretMask mask = new();

    [Theory]
    [InlineData("code")]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    [InlineData("code_verifier")]
    [InlineData("client_assertion")]
    public void Secrets_are_masked_in_forms_and_addresses_and_JSON(string name)
    {
        var form = mask.Form(new FormParameters { [name] = Secret });
        var address = mask.Address(new Uri($"https://client.example/callback?{name}={Secret}&state=kept"));
        var body = mask.Body($$"""{"{{name}}":"{{Secret}}","expires_in":60}""", "application/json");

        Assert.All([form, address, body], text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
        Assert.All([form, address, body], text => Assert.Contains("s3cr3t… (37 characters)", text, StringComparison.Ordinal));
        Assert.EndsWith("&state=kept", address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://client.example/callback?kept=1#code=" + Secret)]
    [InlineData("https://client.example/callback#state=kept&id_token=" + Secret)]
    [InlineData("https://client.example/callback?code=" + Secret + "#kept=1")]
    public void Secrets_are_masked_in_the_query_and_in_the_fragment(string address)
    {
        var masked = mask.Address(new Uri(address));

        Assert.DoesNotContain(Secret, masked, StringComparison.Ordinal);
        Assert.Contains("kept", masked, StringComparison.Ordinal);
        Assert.Equal(address.Count(character => character is '?' or '#'), masked.Count(character => character is '?' or '#'));
    }

    [Fact]
    public void A_code_in_a_signed_response_is_masked_where_the_response_is_decoded()
    {
        var claims = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($$"""{"iss":"bank","code":"{{Secret}}"}""")).TrimEnd('=');

        mask.Address(new Uri($"https://client.example/callback?response=eyJhbGciOiJFUzI1NiJ9.{claims}.c2lnbmF0dXJl"));

        var decoded = Assert.Single(mask.Tokens);
        Assert.Contains("bank", decoded.Claims, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, decoded.Claims, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "DPoP " + Secret)]
    [InlineData("DPoP", Secret)]
    [InlineData("Cookie", "session=" + Secret)]
    [InlineData("Set-Cookie", "session=" + Secret + "; path=/; secure")]
    [InlineData("Location", "https://client.example/callback?code=" + Secret)]
    public void Secrets_are_masked_in_headers(string name, string value)
    {
        var header = Assert.Single(mask.Headers([new(name, value)]));

        Assert.DoesNotContain(Secret, header.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_person_typed_leaves_nothing_but_its_length()
    {
        var form = SecretMask.TypedForm(new FormParameters { ["password"] = Secret, ["otp"] = "123456" });

        Assert.Equal("password=… (37 characters)\notp=… (6 characters)", form);
    }

    [Fact]
    public void Hidden_fields_of_pages_are_masked()
    {
        var page = mask.Body($"""<input type="hidden" name="form" value="{Secret}"><input id="username" value="">""", "text/html");

        Assert.Equal("""<input type="hidden" name="form" value="s3cr3t… (37 characters)"><input id="username" value="">""", page);
    }

    [Theory]
    [InlineData($$"""{"access_token": "{{Secret}}", "access_token": "{{Secret}}"}""")]
    [InlineData($$"""[{"refresh_token":"{{Secret}}"}]""")]
    [InlineData($$"""{"code":"{{Secret}}", """)]
    [InlineData($"The token is {Jwt}")]
    public void Secrets_are_masked_in_what_is_no_JSON_object(string body)
    {
        var masked = mask.Body(body, "application/json");

        Assert.DoesNotContain(Secret, masked, StringComparison.Ordinal);
        Assert.DoesNotContain(Jwt, masked, StringComparison.Ordinal);
        Assert.Contains(" characters)", masked, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_are_shown_decoded_and_without_their_signature()
    {
        var body = mask.Body($$"""{"id_token":"{{Jwt}}"}""", "application/json");

        Assert.DoesNotContain("c2lnbmF0dXJl", body, StringComparison.Ordinal);
        Assert.Equal(new DecodedToken("id_token", """{"alg":"ES256"}""", """{"iss":"joe"}"""), Assert.Single(mask.Tokens));
    }

    [Fact]
    public void A_request_uri_is_kept_whole() =>
        Assert.Contains("urn:example:bwc4JK-ESC0w8acc191e-Y1LTC2", mask.Form(new FormParameters { ["request_uri"] = "urn:example:bwc4JK-ESC0w8acc191e-Y1LTC2" }), StringComparison.Ordinal);
}
