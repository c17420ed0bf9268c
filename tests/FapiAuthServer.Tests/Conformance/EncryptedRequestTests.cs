using System.Text.Json.Nodes;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Request objects that are signed and then encrypted to the issuer (RFC 9101 section 6.1), and all that is wrong with some.</summary>
public sealed class EncryptedRequestTests(ConformanceBanks banks)
{
    private const string Key = "RFC8725-3.2";
    private const string Decryption = "JAR-6.1";

    [Clause("RFC8725-3.2")]
    [Clause("RFC7518-5.3")]
    [Theory(DisplayName = "Encrypted request objects lead to tokens as plain ones do")]
    [EachVariant(Cases = ["RSA-OAEP-256", "ECDH-ES"])]
    public async Task Encrypted_request_leads_to_tokens(Variant variant, string algorithm)
    {
        var scene = await SetAsync(variant);
        var jwks = await scene.First.FetchJwksAsync();

        var authorized = await scene.AuthorizeAsync(scene.First, push: push => push.RequestObject!.Afterwards = token => JwtEncryption.Encrypt(token, jwks, algorithm));

        (await scene.First.RedeemCodeAsync(authorized.Code, authorized.Request)).Expect(200);
    }

    [Theory(DisplayName = "cty is a media type, whatever its letters, and may be absent; so may kid")]
    [EachVariant("pkjwt-dpop", Cases = ["cty jwt", "cty application/JWT", "no cty", "no kid"])]
    public async Task Usual_headers_are_accepted(Variant variant, string header)
    {
        var scene = await SetAsync(variant);
        var key = JwtEncryption.KeyFor(await scene.First.FetchJwksAsync(), "ECDH-ES");
        var changed = header.StartsWith("no ", StringComparison.Ordinal) ? new JsonObject { [header[3..]] = null } : new JsonObject { ["cty"] = header[4..] };

        var pushed = await scene.First.PushAsync(
            scene.NewRequest(scene.First),
            push => push.RequestObject!.Afterwards = token => JwtEncryption.Encrypt(token, key, "ECDH-ES", "A256GCM", header: changed));

        pushed.Expect(201);
    }

    [Clause("RFC8725-3.2")]
    [Theory(DisplayName = "Ways to encrypt that are not offered are refused before a key is touched")]
    [EachVariant("pkjwt-dpop", Cases = ["RSA1_5", "RSA-OAEP", "ECDH-ES+A256KW", "A128GCM", "A128CBC-HS256"])]
    public Task Other_algorithms_are_refused(Variant variant, string algorithm) => RefusedAsync(
        variant,
        (token, jwks) => algorithm switch
        {
            "A128GCM" or "A128CBC-HS256" => JwtEncryption.Encrypt(token, JwtEncryption.KeyFor(jwks, "RSA-OAEP-256"), "RSA-OAEP-256", algorithm),
            _ => JwtEncryption.Encrypt(token, JwtEncryption.KeyFor(jwks, algorithm[0] == 'R' ? "RSA-OAEP-256" : "ECDH-ES"), algorithm, "A256GCM"),
        },
        Key);

    // As for HS256 signatures: what everybody knows must not serve as a secret.
    [Theory(DisplayName = "The issuer's public key is no shared secret")]
    [EachVariant("pkjwt-dpop")]
    public Task Public_key_is_no_secret(Variant variant) => RefusedAsync(
        variant,
        (token, jwks) => JwtEncryption.Encrypt(token, SharedKey(SigningKey.ThumbprintOf(JwtEncryption.KeyFor(jwks, "ECDH-ES"))), "dir", "A256GCM"),
        Key);

    // CVE-2024-21319, CVE-2024-28180: a few hundred characters that would fill the memory.
    [Theory(DisplayName = "Compressed and endlessly hashed request objects are refused unopened")]
    [EachVariant("pkjwt-dpop", Cases = ["zip", "p2c", "20 KB"])]
    public async Task Bombs_are_refused(Variant variant, string bomb)
    {
        var scene = await SetAsync(variant);
        var ledger = Ledger.Open(scene.Bank, scene.First.ClientId);
        var key = JwtEncryption.KeyFor(await scene.First.FetchJwksAsync(), "RSA-OAEP-256");

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => push.RequestObject!.Afterwards = token => bomb switch
        {
            "zip" => JwtEncryption.Encrypt(new string('a', 4_000_000), key, "RSA-OAEP-256", "A256GCM", compressed: true),
            "p2c" => Base64Url.Encode("""{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2s":"AAAAAAAAAAA","p2c":2147483647}""") + ".AAAA.AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA",
            _ => JwtEncryption.Encrypt(new string('a', 15_000), key, "RSA-OAEP-256", "A256GCM"),
        });

        if (bomb == "20 KB")
            await ledger.IsRefusedAsync("PushedAuthorization", "request_too_large", "RFC6749-3.2");
        else
            await ledger.PushIsRefusedAsync(pushed, "invalid_request_object", "request_object_not_decrypted", bomb == "zip" ? Decryption : Key);
    }

    [Theory(DisplayName = "Headers that ask for more, or bring a key along, are refused")]
    [EachVariant("pkjwt-dpop", Cases = ["crit", "jku", "x5u", "jwk", "x5c", "typ twice", "cty json"])]
    public Task Strange_headers_are_refused(Variant variant, string member) => RefusedAsync(
        variant,
        (token, jwks) =>
        {
            var key = JwtEncryption.KeyFor(jwks, "RSA-OAEP-256");
            return member switch
            {
                "typ twice" => "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoiSldUIiwidHlwIjoiSldUIn0" + Encrypted(token, key)[Encrypted(token, key).IndexOf('.', StringComparison.Ordinal)..],
                "cty json" => JwtEncryption.Encrypt(token, key, "RSA-OAEP-256", "A256GCM", header: new JsonObject { ["cty"] = "application/json" }),
                _ => JwtEncryption.Encrypt(token, key, "RSA-OAEP-256", "A256GCM", header: new JsonObject { [member] = "https://keys.example/" }),
            };
        },
        Decryption);

    // One reason, one description, one clause: nobody learns how far a forgery got.
    [Clause("JAR-6.1")]
    [Theory(DisplayName = "Every failure to decrypt looks the same")]
    [EachVariant("pkjwt-dpop", Cases = ["unknown kid", "other key", "encrypted key", "vector", "content", "tag", "header"])]
    public Task Failures_to_decrypt_are_alike(Variant variant, string fault) => RefusedAsync(
        variant,
        (token, jwks) =>
        {
            var key = JwtEncryption.KeyFor(jwks, "RSA-OAEP-256");
            switch (fault)
            {
                case "unknown kid":
                    return JwtEncryption.Encrypt(token, key, "RSA-OAEP-256", "A256GCM", header: new JsonObject { ["kid"] = "nobody" });
                case "other key":
                    var other = DecryptingKey.New("RSA-OAEP-256").PublicJwk();
                    other["kid"] = (string)key["kid"]!;
                    return Encrypted(token, other);
                default:
                    return Damage(Encrypted(token, key), Array.IndexOf(["header", "encrypted key", "vector", "content", "tag"], fault));
            }
        },
        Decryption);

    [Theory(DisplayName = "What is inside must be signed, once, and by the client")]
    [EachVariant("pkjwt-dpop", Cases = ["JSON", "none", "encrypted twice"])]
    public Task Unsigned_content_is_refused(Variant variant, string content) => RefusedAsync(
        variant,
        (token, jwks) =>
        {
            var key = JwtEncryption.KeyFor(jwks, "RSA-OAEP-256");
            return content switch
            {
                "JSON" => Encrypted(Base64Url.DecodeText(token.Split('.')[1]), key),
                "none" => Encrypted($"{Base64Url.Encode("""{"alg":"none"}""")}.{token.Split('.')[1]}.", key),
                _ => Encrypted(JwtEncryption.Encrypt(token, jwks, "ECDH-ES"), key),
            };
        },
        Decryption);

    [Theory(DisplayName = "What is inside meets every demand on a signed request object")]
    [EachVariant("pkjwt-dpop", Cases = ["signature", "exp", "aud", "request_uri"])]
    public async Task Demands_on_the_signed_request_remain(Variant variant, string fault)
    {
        var scene = await SetAsync(variant);
        var ledger = Ledger.Open(scene.Bank, scene.First.ClientId);
        var jwks = await scene.First.FetchJwksAsync();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push =>
        {
            var draft = push.RequestObject!;
            draft.Afterwards = token => JwtEncryption.Encrypt(fault == "signature" ? JwtDraft.DamageSignature(token) : token, jwks, "ECDH-ES");
            if (fault == "exp")
                draft.Claims.Remove("exp");
            else if (fault != "signature")
                draft.Claims[fault] = "https://other.example";
        });

        var clause = fault switch { "signature" => "JAR-6.2", "exp" => "FAPI2-MS-FINAL-5.3.1-4", "aud" => "FAPI2-MS-FINAL-5.3.1-2", _ => "JAR-4" };
        await ledger.PushIsRefusedAsync(pushed, "invalid_request_object", "request_object_invalid", clause);
    }

    [Theory(DisplayName = "A client that registered to encrypt is held to it, and to its algorithm")]
    [EachVariant("pkjwt-dpop", Cases = ["ECDH-ES", "RSA-OAEP-256", "not at all"])]
    public async Task Registered_encryption_is_required(Variant variant, string algorithm)
    {
        var scene = await SetAsync(variant);
        var registration = scene.First.Registration.With("client_id", scene.First.ClientId + "-enc")
            .With("request_object_encryption_alg", "ECDH-ES").With("request_object_encryption_enc", "A256GCM");
        await scene.Bank.RegisterAsync(registration);
        var client = scene.First with { Registration = registration };
        var ledger = Ledger.Open(scene.Bank, client.ClientId);
        var jwks = await client.FetchJwksAsync();

        var pushed = await client.PushAsync(scene.NewRequest(client), push =>
        {
            if (algorithm != "not at all")
                push.RequestObject!.Afterwards = token => JwtEncryption.Encrypt(token, jwks, algorithm);
        });

        if (algorithm == "ECDH-ES")
            pushed.Expect(201);
        else
            await ledger.PushIsRefusedAsync(
                pushed, "invalid_request_object", "request_object_not_decrypted", algorithm == "not at all" ? Decryption : Key);
    }

    private Task<Scene> SetAsync(Variant variant) => banks.SetAsync(variant, Bank.MessageSigning);

    private static string Encrypted(string token, JsonObject key) => JwtEncryption.Encrypt(token, key, "RSA-OAEP-256", "A256GCM");

    private static JsonObject SharedKey(string text) => new() { ["kty"] = "oct", ["kid"] = "shared", ["k"] = text };

    private static string Damage(string token, int part)
    {
        var parts = token.Split('.');
        var bytes = Base64Url.Decode(parts[part]);
        if (part == 0)
            bytes = [.. bytes[..^1], .. ",\"x\":1}"u8];
        else
            bytes[bytes.Length / 2] ^= 0x5A;
        parts[part] = Base64Url.Encode(bytes);
        return string.Join('.', parts);
    }

    private async Task RefusedAsync(Variant variant, Func<string, JsonObject, string> encrypt, string clause)
    {
        var scene = await SetAsync(variant);
        var ledger = Ledger.Open(scene.Bank, scene.First.ClientId);
        var jwks = await scene.First.FetchJwksAsync();

        var pushed = await scene.First.PushAsync(scene.NewRequest(scene.First), push => push.RequestObject!.Afterwards = token => encrypt(token, jwks));

        await ledger.PushIsRefusedAsync(pushed, "invalid_request_object", "request_object_not_decrypted", clause);
    }
}
