using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Jose;

namespace FapiAuthServer.ResourceServer.Tests;

/// <summary>
/// The cases of fapi2-security-profile-final-dpop-negative-tests, each at the resource endpoint with a good token.
/// </summary>
public sealed class DPoPNegativeTests : IAsyncLifetime
{
    private BankApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await BankApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Two_DPoP_headers()
    {
        var token = _api.KeyToken();
        await RefusedAsync(_api.Good(token) with { Proofs = [_api.Proof(token), _api.Proof(token)] });
        await RefusedAsync(_api.Good(token) with { Proofs = [_api.Proof(token) + ", " + _api.Proof(token)] });
    }

    [Theory]
    [InlineData("not a well-formed JWT")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.")]
    [InlineData("\"\"")]
    public async Task Proof_not_a_well_formed_JWT(string proof) => await RefusedAsync(_api.Good() with { Proofs = [proof] });

    [Theory]
    [InlineData("typ")]
    [InlineData("alg")]
    [InlineData("jwk")]
    public async Task Header_without_typ_alg_or_jwk(string member)
        => await RefusedAsync(editHeader: header => header.Remove(member));

    [Theory]
    [InlineData("jti")]
    [InlineData("htm")]
    [InlineData("htu")]
    [InlineData("iat")]
    [InlineData("ath")]
    public async Task Claims_without_jti_htm_htu_iat_or_ath(string claim) => await RefusedAsync(claims => claims.Remove(claim));

    [Fact]
    public async Task Wrong_typ() => await RefusedAsync(editHeader: header => header["typ"] = "JWT");

    [Fact]
    public async Task Signed_with_RS256()
    {
        using var rsa = RSA.Create(2048);
        var key = PrivateKey.From(rsa);
        var token = _api.KeyToken(claims => claims["cnf"] = new JsonObject { ["jkt"] = key.Thumbprint });
        var (header, claims) = Parts(token, key);
        header["alg"] = "RS256";
        var input = Encode(header) + "." + Encode(claims);
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        await RefusedAsync(_api.Good(token) with { Proofs = [input + "." + Base64Url.EncodeToString(signature)] });
    }

    [Fact]
    public async Task Alg_none()
    {
        var token = _api.KeyToken();
        var (header, claims) = Parts(token, TestKeys.Client);
        header["alg"] = "none";
        await RefusedAsync(_api.Good(token) with { Proofs = [Encode(header) + "." + Encode(claims) + "."] });
    }

    [Fact]
    public async Task Damaged_signature()
    {
        var good = _api.Good();
        var parts = good.Proofs[0].Split('.');
        var signature = Base64Url.DecodeFromChars(parts[2]);
        signature[0] ^= 0x5a;
        await RefusedAsync(good with { Proofs = [$"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(signature)}"] });
    }

    [Fact]
    public async Task Private_key_members_inside_jwk()
        => await RefusedAsync(editHeader: header => header["jwk"] = JsonNode.Parse(TestKeys.Client.PrivateJwk()));

    [Fact]
    public async Task Htm_PUT() => await RefusedAsync(claims => claims["htm"] = "PUT");

    [Fact]
    public async Task Htu_of_another_URL()
    {
        await RefusedAsync(claims => claims["htu"] = BankApi.Base + "/payments");
        await RefusedAsync(claims => claims["htu"] = "https://other.example/accounts");
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task Iat_one_hour_in_the_future_or_past(int seconds)
        => await RefusedAsync(claims => claims["iat"] = _api.Now.AddSeconds(seconds).ToUnixTimeSeconds());

    // Duende products PR 1291: the hash must be validated at the API.
    [Fact]
    public async Task Wrong_ath() => await RefusedAsync(claims => claims["ath"] = Digests.AccessTokenHash("another token"));

    [Fact]
    public async Task Proof_by_another_key()
    {
        var token = _api.KeyToken();
        var proof = DPoPProof.Create(TestKeys.OtherClient, "GET", BankApi.Base + "/accounts", _api.Now, token);
        await RefusedAsync(_api.Good(token) with { Proofs = [proof] });
    }

    [Fact]
    public async Task DPoP_scheme_without_a_proof() => await RefusedAsync(_api.Good() with { Proofs = [] });

    [Fact]
    public async Task Bound_token_sent_as_Bearer_without_a_proof()
    {
        var answer = await _api.SendAsync(new Call { Authorization = ["Bearer " + _api.KeyToken()] });
        answer.IsInvalidToken("Bearer");
        Assert.Equal("DPoP algs=\"PS256 ES256\"", answer.Challenge("DPoP"));
        await GoodStillWorksAsync();
    }

    [Fact]
    public async Task Bound_token_sent_as_Bearer_with_a_proof_or_a_certificate()
    {
        var token = _api.KeyToken();
        var call = _api.Good(token) with { Authorization = ["Bearer " + token] };
        (await _api.SendAsync(call)).IsInvalidToken("Bearer");
        (await _api.SendAsync(call with { Certificate = TestKeys.Certificate })).IsInvalidToken("Bearer");
    }

    [Theory]
    [InlineData(BankApi.Base + "/accounts?dummy1=lorem&dummy2=ipsum#fragment")]
    [InlineData(BankApi.Base + "/accounts")]
    public async Task Htu_with_query_and_fragment_added_is_accepted(string uri)
        => await AcceptedAsync(claims => claims["htu"] = uri);

    [Fact]
    public async Task Htu_with_query_and_fragment_removed_is_accepted()
    {
        (await _api.SendAsync(_api.Good() with { Target = "/accounts?page=2&x=%2F" })).IsData();
    }

    [Fact]
    public async Task Unknown_header_members_and_claims_are_accepted()
        => await AcceptedAsync(claims => claims["bork"] = "lorem", header => header["bork"] = new JsonObject { ["a"] = 1 });

    [Fact]
    public async Task A_jti_seen_for_the_first_time_is_accepted() => await AcceptedAsync(claims => claims["jti"] = "first-time");

    [Fact]
    public async Task Nbf_and_exp_in_the_proof_are_accepted()
        => await AcceptedAsync(claims =>
        {
            claims["nbf"] = _api.Now.ToUnixTimeSeconds();
            claims["exp"] = _api.Now.AddMinutes(1).ToUnixTimeSeconds();
        });

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task Iat_ten_seconds_off_is_accepted(int seconds)
        => await AcceptedAsync(claims => claims["iat"] = _api.Now.AddSeconds(seconds).ToUnixTimeSeconds());

    [Theory]
    [InlineData("DPOP")]
    [InlineData("dpop")]
    public async Task Header_name_in_capitals_is_accepted(string name)
        => (await _api.SendAsync(_api.Good() with { ProofHeader = name })).IsData();

    [Fact]
    public async Task Same_jti_a_second_time_is_refused()
    {
        var good = _api.Good();
        (await _api.SendAsync(good)).IsData();
        (await _api.SendAsync(good)).IsInvalidProof();
    }

    [Theory]
    [InlineData("HTTPS://API.BANK.EXAMPLE/accounts")]
    [InlineData("https://api.bank.example:443/accounts")]
    public async Task Htu_with_upper_case_scheme_and_host_or_explicit_port_is_accepted(string uri)
        => await AcceptedAsync(claims => claims["htu"] = uri);

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject Decode(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private (JsonObject Header, JsonObject Claims) Parts(string token, PrivateKey key)
    {
        var parts = DPoPProof.Create(key, "GET", BankApi.Base + "/accounts", _api.Now, token).Split('.');
        return (Decode(parts[0]), Decode(parts[1]));
    }

    private Call Tampered(Action<JsonObject>? editClaims, Action<JsonObject>? editHeader)
    {
        var token = _api.KeyToken();
        var (header, claims) = Parts(token, TestKeys.Client);
        editHeader?.Invoke(header);
        editClaims?.Invoke(claims);
        var input = Encode(header) + "." + Encode(claims);
        var signature = Base64Url.EncodeToString(TestKeys.Client.Sign(Encoding.ASCII.GetBytes(input)));
        return _api.Good(token) with { Proofs = [input + "." + signature] };
    }

    private Task RefusedAsync(Action<JsonObject>? editClaims = null, Action<JsonObject>? editHeader = null)
        => RefusedAsync(Tampered(editClaims, editHeader));

    private async Task RefusedAsync(Call call)
    {
        (await _api.SendAsync(call)).IsInvalidProof();
        await GoodStillWorksAsync();
    }

    private async Task AcceptedAsync(Action<JsonObject>? editClaims = null, Action<JsonObject>? editHeader = null)
        => (await _api.SendAsync(Tampered(editClaims, editHeader))).IsData();

    // A correct proof after each failure is accepted.
    private async Task GoodStillWorksAsync() => (await _api.SendAsync(_api.Good())).IsData();
}
