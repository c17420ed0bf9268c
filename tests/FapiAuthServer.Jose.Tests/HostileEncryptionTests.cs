using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Elsewhere = Jose;

namespace FapiAuthServer.Jose.Tests;

/// <summary>Encrypted JWTs that a careless or hostile client sends: refused before a key is touched, or in one and the same way.</summary>
public sealed class HostileEncryptionTests
{
    private static readonly DecryptionKey[] Keys = [Encrypted.Rsa, Encrypted.Ec];
    private static readonly string Ours = EncryptedJwt.Encrypt(ForeignJwts.Signed, Encrypted.RecipientOf(Encrypted.Ec));

    [Theory]
    [InlineData(Elsewhere.JweAlgorithm.RSA1_5)]
    [InlineData(Elsewhere.JweAlgorithm.RSA_OAEP)]
    [InlineData(Elsewhere.JweAlgorithm.RSA_OAEP_384)]
    [InlineData(Elsewhere.JweAlgorithm.RSA_OAEP_512)]
    public void Other_ways_to_use_our_RSA_key_are_refused(Elsewhere.JweAlgorithm algorithm)
        => Refused(JoseError.AlgorithmNotAccepted, Made(Encrypted.Rsa.PublicJwk(), algorithm));

    [Theory]
    [InlineData(Elsewhere.JweAlgorithm.ECDH_ES_A128KW)]
    [InlineData(Elsewhere.JweAlgorithm.ECDH_ES_A256KW)]
    public void Key_wrapping_after_an_agreement_is_refused(Elsewhere.JweAlgorithm algorithm)
        => Refused(JoseError.AlgorithmNotAccepted, Made(Encrypted.Ec.PublicJwk(), algorithm));

    // As for HS256: what everybody knows must not serve as a secret.
    [Theory]
    [InlineData(Elsewhere.JweAlgorithm.DIR)]
    [InlineData(Elsewhere.JweAlgorithm.A256KW)]
    [InlineData(Elsewhere.JweAlgorithm.A256GCMKW)]
    public void Shared_keys_are_refused(Elsewhere.JweAlgorithm algorithm)
        => Refused(
            JoseError.AlgorithmNotAccepted,
            Elsewhere.JWT.Encode(ForeignJwts.Signed, SHA256.HashData(Encoding.UTF8.GetBytes(Encrypted.Ec.PublicJwk())), algorithm, Elsewhere.JweEncryption.A256GCM));

    [Theory]
    [InlineData(Elsewhere.JweEncryption.A128GCM)]
    [InlineData(Elsewhere.JweEncryption.A192GCM)]
    [InlineData(Elsewhere.JweEncryption.A128CBC_HS256)]
    [InlineData(Elsewhere.JweEncryption.A256CBC_HS512)]
    public void Other_content_encryption_is_refused(Elsewhere.JweEncryption encryption)
        => Refused(
            JoseError.AlgorithmNotAccepted,
            Elsewhere.JWT.Encode(ForeignJwts.Signed, Elsewhere.Jwk.FromJson(Encrypted.Rsa.PublicJwk()), Elsewhere.JweAlgorithm.RSA_OAEP_256, encryption));

    [Fact]
    public void Password_bomb_is_refused_by_its_algorithm()
        => Refused(
            JoseError.AlgorithmNotAccepted,
            Encrypted.ByHand("""{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2s":"AAAAAAAAAAA","p2c":2147483647}""", new byte[40], new byte[32], ForeignJwts.Signed));

    // CVE-2024-21319 and CVE-2024-28180: small outside, huge inside.
    [Fact]
    public void Compression_bomb_is_refused_unopened()
    {
        var bomb = Elsewhere.JWT.Encode(
            new string('a', 4_000_000), Elsewhere.Jwk.FromJson(Encrypted.Rsa.PublicJwk()), Elsewhere.JweAlgorithm.RSA_OAEP_256, Elsewhere.JweEncryption.A256GCM, Elsewhere.JweCompression.DEF);

        Assert.True(bomb.Length < JwsLimits.Default.MaximumLength);
        Refused(JoseError.CriticalHeaderNotUnderstood, bomb);
    }

    [Fact]
    public void Too_long_a_token_is_refused_before_it_is_read()
        => Refused(JoseError.TooLarge, EncryptedJwt.Encrypt(new string('a', 13_000), Encrypted.RecipientOf(Encrypted.Ec)));

    [Theory]
    [InlineData("crit", """["exp"]""", JoseError.CriticalHeaderNotUnderstood)]
    [InlineData("zip", "\"DEF\"", JoseError.CriticalHeaderNotUnderstood)]
    [InlineData("b64", "false", JoseError.CriticalHeaderNotUnderstood)]
    [InlineData("jku", "\"https://keys.example/jwks\"", JoseError.KeyHeaderNotAccepted)]
    [InlineData("x5u", "\"https://keys.example/x5u\"", JoseError.KeyHeaderNotAccepted)]
    [InlineData("x5c", """["MIIB"]""", JoseError.KeyHeaderNotAccepted)]
    [InlineData("jwk", """{"kty":"EC"}""", JoseError.KeyHeaderNotAccepted)]
    [InlineData("cty", "\"application/json\"", JoseError.TypeNotAccepted)]
    [InlineData("cty", "1", JoseError.TypeNotAccepted)]
    [InlineData("typ", "1", JoseError.Malformed)]
    [InlineData("kid", "1", JoseError.Malformed)]
    [InlineData("x", "{},\"x\":{}", JoseError.Malformed)]
    [InlineData("enc", "null", JoseError.AlgorithmNotAccepted)]
    [InlineData("alg", "[\"RSA-OAEP-256\"]", JoseError.AlgorithmNotAccepted)]
    [InlineData("alg", "\"rsa-oaep-256\"", JoseError.AlgorithmNotAccepted)]
    public void Strange_headers_are_refused(string member, string value, JoseError expected)
    {
        Refused(expected, Encrypted.WithHeader(member, value));
        Assert.True(EncryptedJwt.Parse(Encrypted.WithHeader("unheard-of", value.Split(',')[0])).Value!.Decrypt(Keys).IsValid); // and nothing else is wrong with them
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"epk\":{},")]
    [InlineData("\"epk\":\"text\",")]
    [InlineData("\"epk\":{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"},")]
    [InlineData("\"epk\":{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\",\"y\":\"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps\"},")]
    [InlineData("\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\"},")]
    [InlineData("\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\",\"y\":\"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps\",\"d\":\"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo\"},")]
    [InlineData("\"apu\":1,")]
    [InlineData("\"apv\":\"=\",")]
    public void Agreement_without_a_public_key_of_our_curve_is_refused(string members)
    {
        var ephemeral = members.Contains("ap", StringComparison.Ordinal)
            ? "\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\",\"y\":\"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps\"},"
            : "";

        Refused(JoseError.Malformed, Encrypted.ByHand($$"""{{{ephemeral}}{{members}}"alg":"ECDH-ES","enc":"A256GCM"}""", [], new byte[32], ForeignJwts.Signed));
    }

    [Fact]
    public void Agreement_has_no_encrypted_key()
        => Refused(JoseError.Malformed, Replace(Ours, 1, [1]));

    [Theory]
    [InlineData("unknown kid")]
    [InlineData("key of another algorithm")]
    [InlineData("another recipient's key, by our kid")]
    [InlineData("padding that is none")]
    [InlineData("key too short for its modulus")]
    [InlineData("content key of another size")]
    [InlineData("damaged tag")]
    [InlineData("damaged content")]
    [InlineData("damaged vector")]
    [InlineData("another header")]
    [InlineData("point that is not on the curve")]
    public void Every_failure_to_decrypt_is_the_same(string fault)
    {
        var parsed = EncryptedJwt.Parse(Faulty(fault));

        Assert.True(parsed.IsValid, parsed.Description);
        var decrypted = parsed.Value.Decrypt(Keys);
        Assert.Equal((JoseError.DecryptionFailed, "The JWT cannot be decrypted."), (decrypted.Error, decrypted.Description));
    }

    // y = 0 makes a point of order two, on another curve: any odd private key times it is the point itself, so whoever sends it
    // knows what a careless recipient agrees on, and learns the key's last bit. With more such points, all of the key.
    [Fact]
    public void Point_of_small_order_on_another_curve_is_not_agreed_with()
    {
        var odd = Encrypted.Ec;
        while ((Encrypted.Decode((string)JsonNode.Parse(odd.PrivateJwk())!["d"]!)[^1] & 1) == 0)
            odd = DecryptionKey.Generate(JweAlgorithms.EcdhEs);
        var x = new byte[32];
        x[31] = 5;
        var info = Encoding.ASCII.GetBytes("\0\0\0\aA256GCM\0\0\0\0\0\0\0\0\0\0\u0001\0");
        var guessed = SHA256.HashData([0, 0, 0, 1, .. x, .. info]);
        var epk = new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64UrlText.Encode(x), ["y"] = Base64UrlText.Encode(new byte[32]) };
        var header = new JsonObject { ["alg"] = "ECDH-ES", ["enc"] = "A256GCM", ["epk"] = epk }.ToJsonString();

        var decrypted = EncryptedJwt.Parse(Encrypted.ByHand(header, [], guessed, ForeignJwts.Signed)).Value!.Decrypt([odd]);

        Assert.Equal(JoseError.DecryptionFailed, decrypted.Error);
    }

    // The same derivation as above with an honest point must open the token, or the test above would prove nothing.
    [Fact]
    public void The_guess_at_an_agreed_key_is_computed_as_a_recipient_does()
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var recipient = Encrypted.AgreementKey(Encrypted.Ec.PrivateJwk());
        using var other = recipient.PublicKey;
        var info = Encoding.ASCII.GetBytes("\0\0\0\aA256GCM\0\0\0\0\0\0\0\0\0\0\u0001\0");
        var agreed = SHA256.HashData([0, 0, 0, 1, .. ephemeral.DeriveRawSecretAgreement(other), .. info]);
        var epk = new PrivateKeyMaterial(ephemeral.ExportParameters(false)).PublicMembers().ToJsonString();

        var token = Encrypted.ByHand($$"""{"alg":"ECDH-ES","enc":"A256GCM","epk":{{epk}}}""", [], agreed, ForeignJwts.Signed);

        Assert.True(EncryptedJwt.Parse(token).Value!.Decrypt([Encrypted.Ec]).IsValid);
    }

    [Theory]
    [InlineData("""{"client_id":"client-1"}""", JoseError.Malformed)]
    [InlineData("", JoseError.Malformed)]
    [InlineData("é", JoseError.Malformed)]
    [InlineData("eyJhbGciOiJub25lIn0.eyJjbGllbnRfaWQiOiJjbGllbnQtMSJ9.", JoseError.AlgorithmNotAccepted)]
    public void What_is_inside_must_be_signed(string payload, JoseError expected)
    {
        var token = Encrypted.WithHeader("typ", "\"JWT\"", payload);

        Assert.Equal(expected, EncryptedJwt.Parse(token).Value!.Decrypt(Keys).Error);
    }

    [Fact]
    public void Encryption_inside_encryption_is_refused()
    {
        var twice = EncryptedJwt.Encrypt(Ours, Encrypted.RecipientOf(Encrypted.Rsa));

        Assert.Equal(JoseError.Malformed, EncryptedJwt.Parse(twice).Value!.Decrypt(Keys).Error);
    }

    [Property(MaxTest = 1000)]
    public bool Arbitrary_text_is_refused(string? text) => !EncryptedJwt.Parse(text!).IsValid;

    [Property(MaxTest = 2000)]
    public bool Token_with_any_base64url_character_changed_is_refused(NonNegativeInt position, byte replacement)
    {
        var character = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."[replacement % 65];
        var at = position.Get % Ours.Length;
        return Ours[at] == character
            || EncryptedJwt.Parse(Ours[..at] + character + Ours[(at + 1)..]) is not { IsValid: true } parsed
            || parsed.Value.Decrypt(Keys).Error == JoseError.DecryptionFailed;
    }

    private static string Faulty(string fault) => fault switch
    {
        "unknown kid" => Encrypted.Elsewhere(ForeignJwts.Signed, JweAlgorithms.EcdhEs, header => header["kid"] = "nobody"),
        "key of another algorithm" => Encrypted.Elsewhere(ForeignJwts.Signed, JweAlgorithms.EcdhEs, header => header["kid"] = Encrypted.Rsa.Kid),
        "another recipient's key, by our kid" => EncryptedJwt.Encrypt(
            ForeignJwts.Signed, Encrypted.RecipientOf(DecryptionKey.Generate(JweAlgorithms.RsaOaep256, Encrypted.Rsa.Kid))),
        "padding that is none" => Replace(Encrypted.WithHeader("typ", "\"JWT\""), 1, new byte[256]),
        "key too short for its modulus" => Replace(Encrypted.WithHeader("typ", "\"JWT\""), 1, new byte[128]),
        "content key of another size" => Encrypted.ByHand(
            """{"alg":"RSA-OAEP-256","enc":"A256GCM"}""", Wrap(RandomNumberGenerator.GetBytes(16)), new byte[32], ForeignJwts.Signed),
        "damaged tag" => Damage(Ours, 4),
        "damaged content" => Damage(Ours, 3),
        "damaged vector" => Damage(Ours, 2),
        "another header" => Encrypted.WithHeader("typ", "\"JWT\"") is var token
            ? Tokens.Encode("""{"alg":"RSA-OAEP-256","enc":"A256GCM"}""") + token[token.IndexOf('.', StringComparison.Ordinal)..] : "",
        _ => Encrypted.ByHand(
            """{"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"AAAAxSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"}}""",
            [], new byte[32], ForeignJwts.Signed),
    };

    private static byte[] Wrap(byte[] contentKey)
    {
        using var rsa = RSA.Create(PrivateKeyMaterial.FromJwk(Tokens.Json(Encrypted.Rsa.PrivateJwk())).Value!.Rsa);
        return rsa.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA256);
    }

    private static string Made(string jwk, Elsewhere.JweAlgorithm algorithm)
        => Elsewhere.JWT.Encode(ForeignJwts.Signed, Elsewhere.Jwk.FromJson(jwk), algorithm, Elsewhere.JweEncryption.A256GCM);

    private static string Damage(string token, int part)
    {
        var bytes = Encrypted.Decode(token.Split('.')[part]);
        bytes[^1] ^= 0x5A;
        return Replace(token, part, bytes);
    }

    private static string Replace(string token, int part, byte[] bytes)
    {
        var parts = token.Split('.');
        parts[part] = Base64UrlText.Encode(bytes);
        return string.Join('.', parts);
    }

    private static void Refused(JoseError expected, string token) => Assert.Equal(expected, EncryptedJwt.Parse(token).Error);
}
