using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.BadInput;

/// <summary>Assertions, proofs and access tokens that are built to be expensive or ambiguous to read.</summary>
[Collection(Refusals.Collection)]
public sealed class JwtTests(SecurityBanks banks)
{
    // {claims} and {header} stand for the members that a good one has.
    private static readonly (string Name, string? Header, string? Claims)[] Malformed =
    [
        ("claims nested deeply", null, "{{claims},\"x\":" + new string('[', 1000) + new string(']', 1000) + "}"),
        ("header nested deeply", "{{header},\"x\":" + new string('[', 1000) + new string(']', 1000) + "}", null),
        ("claim twice", null, """{{claims},"jti":"another-one"}"""),
        ("claim twice, escaped", null, """{{claims},"\u006ati":"another-one"}"""),
        ("header member twice", """{{header},"alg":"none"}""", null),
        ("half a surrogate in a claim", null, """{{claims},"x":"\ud800"}"""),
        ("half a surrogate in a name", null, """{{claims},"\udfff":1}"""),
        ("NUL in a claim", null, """{{claims},"x":"\u0000"}"""),
        ("claims an array", null, "[{{claims}}]"),
        ("claims a string", null, "\"x\""),
        ("claims empty", null, ""),
        ("claims with a comment", null, "{/* */{claims}}"),
        ("claims with a trailing comma", null, "{{claims},}"),
        ("claims and more", null, "{{claims}} {}"),
        ("claims with a byte order mark", null, "\uFEFF{{claims}}"),
        ("header with a byte order mark", "\uFEFF{{header}}", null),
        ("header null", "null", null),
        ("header empty", "{}", null),
        ("header an array", "[]", null),
        ("kid a number", """{{header},"kid":7}""", null),
        ("date too large", null, """{{claims},"iat":1e999}"""),
        ("date of many digits", null, "{{claims},\"iat\":" + new string('9', 5000) + "}"),
    ];

    [Fact]
    public async Task Malformed_assertions_are_refused()
    {
        var bank = await banks.StrictAsync();
        foreach (var (name, header, claims) in Malformed)
        {
            await Refusals.AssertAsync(bank, name, 401, "invalid_client", () => Endpoint.Token.SendAsync(bank, request => Write(request.Assertion!, header, claims)));
        }
    }

    [Fact]
    public async Task Malformed_proofs_are_refused()
    {
        var bank = await banks.StrictAsync();
        foreach (var (name, header, claims) in Malformed)
        {
            await Refusals.AssertAsync(bank, name, 400, "invalid_dpop_proof", () => Endpoint.Token.SendAsync(bank, request => Write(request.Proof!, header, claims)));
        }
    }

    [Fact]
    public async Task Malformed_request_objects_are_refused()
    {
        var (bank, client, jwks) = await MessageSigningAsync();
        foreach (var (name, header, claims) in Malformed)
        {
            if (name == "claim twice" || name == "claim twice, escaped")
                continue; // a request object has no jti to repeat
            await AssertAsync(name, request => Write(request, header, claims));
            await AssertAsync(name + ", encrypted", request =>
            {
                Write(request, header, claims);
                request.Afterwards = token => JwtEncryption.Encrypt(token, jwks, "ECDH-ES");
            });
        }

        await AssertAsync("state twice", request => request.ClaimsText = $$"""{{{Members(request.Claims)}},"\u0073tate":"another-one"}""");

        Task AssertAsync(string name, Action<JwtDraft> change) => Refusals.AssertAsync(
            bank, name, 400, "invalid_request_object",
            async () => await client.PushAsync(new AuthorizationRequest(client.RedirectUri), push => change(push.RequestObject!)));
    }

    // Each is small on the wire, and would cost memory or time if it were opened.
    [Fact]
    public async Task Encrypted_request_objects_that_are_expensive_to_open_are_refused_unopened()
    {
        var (bank, client, jwks) = await MessageSigningAsync();
        var key = JwtEncryption.KeyFor(jwks, "RSA-OAEP-256");
        (string Name, Func<string, string> Token)[] bombs =
        [
            ("compressed", _ => JwtEncryption.Encrypt(new string('a', 4_000_000), key, "RSA-OAEP-256", "A256GCM", compressed: true)),
            ("two thousand million rounds", _ => Parts("""{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2s":"AAAAAAAAAAA","p2c":2147483647}""")),
            ("ephemeral key of 12 KB", _ => Parts($$"""{"epk":{"kty":"EC","crv":"P-256","x":"{{new string('A', 6_000)}}","y":"{{new string('A', 6_000)}}"},"alg":"ECDH-ES","enc":"A256GCM"}""")),
            ("party info of 10 KB", _ => Parts($$"""{"alg":"ECDH-ES","enc":"A256GCM","apu":"{{new string('A', 10_000)}}"}""")),
            ("header nested deeply", _ => Parts("{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"x\":" + new string('[', 1000) + new string(']', 1000) + "}")),
            ("encrypted within itself", token => Enumerable.Range(0, 4).Aggregate(token, (inner, _) => JwtEncryption.Encrypt(inner, key, "RSA-OAEP-256", "A256GCM"))),
            ("nothing inside", _ => JwtEncryption.Encrypt("", key, "RSA-OAEP-256", "A256GCM")),
            ("empty parts", _ => "...."),
        ];

        foreach (var (name, token) in bombs)
        {
            await Refusals.AssertAsync(
                bank, name, 400, "invalid_request_object",
                async () => await client.PushAsync(new AuthorizationRequest(client.RedirectUri), push => push.RequestObject!.Afterwards = token));
        }
    }

    [Fact]
    public async Task Texts_that_are_no_signed_token_are_refused()
    {
        var bank = await banks.StrictAsync();
        Func<string, string>[] damages =
        [
            _ => ".", _ => "..", _ => "...", _ => "....", _ => new string('.', 8000), _ => "a.b.c", _ => new string('A', 16_000), _ => "\u00E9.\u00E9.\u00E9",
            token => token + ".", token => "." + token, token => token.Replace(".", "..", StringComparison.Ordinal), token => " " + token, token => token + " ",
            token => token.Replace('-', '+').Replace('_', '/') + "=", token => token[..^1], token => token + "A", token => token.Replace('.', ','),
            token => Base64Url.Encode(token), token => $"{{\"payload\":\"{token.Split('.')[1]}\"}}", token => token[..(token.Length / 2)],
            token => token.Insert(token.IndexOf('.', StringComparison.Ordinal), "="), token => token.Insert(5, "%"), token => token.Insert(3, "\u00E9"),
        ];

        foreach (var (number, damage) in damages.Index())
        {
            await Refusals.AssertAsync(bank, $"assertion, damage {number}", 401, "invalid_client",
                () => Endpoint.Token.SendAsync(bank, request => request.Assertion!.Afterwards = damage));
            if (number is not (7 or 11 or 12 or 22)) // What an HTTP header cannot carry, or trims.
            {
                await Refusals.AssertAsync(bank, $"proof, damage {number}", 400, "invalid_dpop_proof",
                    () => Endpoint.Token.SendAsync(bank, request => request.Proof!.Afterwards = damage));
            }
        }
    }

    [Fact]
    public async Task Huge_and_hostile_keys_are_refused()
    {
        var bank = await banks.StrictAsync();
        var good = SigningKey.NewEs256().PublicMembers();
        var prime = "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF";
        (string Name, JsonObject Key)[] keys =
        [
            ("RSA of 512 bits", Rsa(Odd(64), [1, 0, 1])),
            ("RSA of 2040 bits", Rsa(Odd(255), [1, 0, 1])),
            ("RSA of 16384 bits", Rsa(Odd(2048), [1, 0, 1])),
            ("RSA of 60000 bits", Rsa(Odd(7500), [1, 0, 1])),
            ("RSA, exponent 1", Rsa(Odd(256), [1])),
            ("RSA, exponent 0", Rsa(Odd(256), [0])),
            ("RSA, exponent even", Rsa(Odd(256), [2])),
            ("RSA, exponent of 256 bytes", Rsa(Odd(256), Odd(256))),
            ("RSA, modulus even", Rsa([.. Odd(255), 0], [1, 0, 1])),
            ("RSA, modulus of zeroes", Rsa(new byte[256], [1, 0, 1])),
            ("RSA, no modulus", new JsonObject { ["kty"] = "RSA", ["e"] = "AQAB" }),
            ("EC, off the curve", Ec(new byte[32], new byte[32])),
            ("EC, coordinate beyond the field", Ec(Convert.FromHexString(prime), new byte[32])),
            ("EC, coordinate of 31 bytes", Ec(new byte[31], new byte[32])),
            ("EC, coordinates of 5000 bytes", Ec(new byte[5000], new byte[5000])),
            ("EC, no coordinates", new JsonObject { ["kty"] = "EC", ["crv"] = "P-256" }),
            ("EC, other curve", SigningKey.NewEc(ECCurve.NamedCurves.nistP384, "ES384").PublicMembers()),
            ("EC, unknown curve", With(good, "crv", "secp256k1")),
            ("Ed25519", new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = Base64Url.Encode(new byte[32]) }),
            ("symmetric", new JsonObject { ["kty"] = "oct", ["k"] = Base64Url.Encode(new byte[32]) }),
            ("for encryption", With(good, "use", "enc")),
            ("for another algorithm", With(good, "alg", "PS256")),
            ("private", SigningKey.NewEs256().PrivateJwk()),
            ("with a private member that is empty", With(good, "d", "")),
        ];

        foreach (var (name, key) in keys)
        {
            await Refusals.AssertAsync(bank, name, 400, "invalid_dpop_proof", () => Endpoint.Token.SendAsync(bank, request => request.Proof!.Header["jwk"] = key.DeepClone()));
        }
    }

    [Fact]
    public async Task Garbage_as_access_token_is_refused()
    {
        var bank = await banks.StrictAsync();
        var client = await bank.ConnectAsync();
        foreach (var token in new[] { ".", "..", "a.b.c", new string('A', 15_000), new string('.', 5000), "x y z", "\"", "a,b" })
        {
            await Refusals.AssertAsync(bank, $"token {token[..Math.Min(10, token.Length)]}", [400, 401], ["invalid_token", "invalid_dpop_proof"], () => client.UserInfoAsync(token));
        }

        foreach (var authorization in new[] { "DPoP", "DPoP ", "Bearer", "Bearer x", "Basic eDp4", "Nonsense", ",", "DPoP\ta" })
        {
            var answer = await client.UserInfoAsync("x", request =>
            {
                request.AccessToken = null;
                request.Proof = null;
                request.Header("Authorization", authorization);
            });
            Assert.Equal(401, answer.Status);
            Assert.NotEmpty(answer.Headers["WWW-Authenticate"]);
        }
        await FormTests.SettleAsync(bank);
    }

    private static string Parts(string header) => Base64Url.Encode(header) + ".." + Base64Url.Encode(new byte[12]) + ".AAAA." + Base64Url.Encode(new byte[16]);

    private async Task<(Bank Bank, FintechClient Client, JsonObject Jwks)> MessageSigningAsync()
    {
        var bank = await banks.StrictAsync();
        var client = await bank.ConnectAsync("fapi2-ms-pkjwt-dpop-2");
        return (bank, client, await client.FetchJwksAsync());
    }

    private static void Write(JwtDraft draft, string? header, string? claims)
    {
        if (claims?.Contains("\"iat\":", StringComparison.Ordinal) == true)
        {
            draft.Claims.Remove("iat");
        }
        draft.HeaderText = header?.Replace("{header}", Members(draft.Header), StringComparison.Ordinal);
        draft.ClaimsText = claims?.Replace("{claims}", Members(draft.Claims), StringComparison.Ordinal);
    }

    // Tests write {{claims}} for an object of these members.
    private static string Members(JsonObject members) => members.ToJsonString()[1..^1];

    private static byte[] Odd(int length)
    {
        var number = RandomNumberGenerator.GetBytes(length);
        number[0] |= 0x80;
        number[^1] |= 1;
        Assert.False(new BigInteger(number, isUnsigned: true, isBigEndian: true).IsEven);
        return number;
    }

    private static JsonObject Rsa(byte[] modulus, byte[] exponent) =>
        new() { ["kty"] = "RSA", ["n"] = Base64Url.Encode(modulus), ["e"] = Base64Url.Encode(exponent) };

    private static JsonObject Ec(byte[] x, byte[] y) => new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.Encode(x), ["y"] = Base64Url.Encode(y) };

    private static JsonObject With(JsonObject key, string member, string value)
    {
        var changed = key.DeepClone().AsObject();
        changed[member] = value;
        return changed;
    }
}
