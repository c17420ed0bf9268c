using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace FapiAuthServer.Jose.Tests;

/// <summary>Whatever is sent, verification answers with a refusal: it neither throws nor accepts.</summary>
public sealed class HostileInputTests
{
    private static readonly VerificationKeySet Keys = Tokens.SetOf(TestKeys.Ec, TestKeys.Rsa);
    private static readonly string Proof = DPoPProof.Create(TestKeys.Ec, "GET", Tokens.Resource, Tokens.Now, Tokens.AccessToken);
    private static readonly string Assertion = ClientAssertion.Create(TestKeys.Ec, Tokens.Client, Tokens.Issuer, Tokens.Now);

    private static readonly DPoPProofPolicy ProofPolicy = new()
    {
        Method = "GET",
        Uri = Tokens.Resource,
        AccessToken = Tokens.AccessToken,
        ExpectedThumbprint = TestKeys.Ec.Thumbprint,
    };

    private static readonly ClientAssertionPolicy AssertionPolicy = new()
    {
        ClientId = Tokens.Client,
        Audiences = [Tokens.Issuer],
        AudienceMustBeString = true,
        Algorithms = FapiAlgorithms.Supported,
    };

    [Property(MaxTest = 2000)]
    public bool Arbitrary_text_is_refused(string? text)
    {
        IsPrintable(CompactJws.Parse(text!).Description);
        IsPrintable(DPoPProof.Verify(text!, ProofPolicy, Tokens.Now).Description);
        return !VerificationKeySet.Parse(text!).IsValid && !ClientCertificateHeader.TryParse(text, out _);
    }

    [Property(MaxTest = 5000)]
    public bool Proof_with_any_character_changed_is_refused(NonNegativeInt position, char replacement)
    {
        var at = position.Get % Proof.Length;
        return Proof[at] == replacement || !DPoPProof.Verify(Replace(Proof, at, replacement), ProofPolicy, Tokens.Now).IsValid;
    }

    [Property(MaxTest = 5000)]
    public bool Assertion_with_any_base64url_character_changed_is_refused(NonNegativeInt position, byte replacement)
    {
        var character = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."[replacement % 65];
        var at = position.Get % Assertion.Length;
        return Assertion[at] == character || !Verify(Replace(Assertion, at, character));
    }

    [Property(MaxTest = 2000)]
    public bool Assertion_cut_anywhere_is_refused(NonNegativeInt from, NonNegativeInt length)
    {
        var start = from.Get % Assertion.Length;
        var count = length.Get % (Assertion.Length - start);
        return !Verify(Assertion.Substring(start, count));
    }

    [Property(MaxTest = 2000)]
    public bool Properly_signed_claims_of_any_type_are_refused_unless_right(NonNegativeInt which, NonNegativeInt what)
    {
        string[] names = ["iss", "sub", "aud", "exp", "jti"];
        string[] values =
        [
            "null", "true", "{}", "[]", "[[]]", "\"\"", "-1", "1e999", "-0", "1e-9", "[null]", "[\"\"]", "{\"a\":{\"b\":[]}}",
            "253402300799.9", "\"\\ud800\"", "\"\\u0000\"", "18446744073709551616",
        ];
        var claims = Tokens.AssertionClaims();
        var name = names[which.Get % names.Length];
        claims.Remove(name);
        var payload = claims.ToJsonString()[..^1] + ",\"" + name + "\":" + values[what.Get % values.Length] + "}";
        return !Verify(Tokens.Sign(TestKeys.Ec, $$"""{"alg":"ES256","kid":"{{TestKeys.Ec.Kid}}"}""", payload));
    }

    [Property(MaxTest = 2000)]
    public Property Properly_signed_proof_with_an_arbitrary_header_value_is_refused()
        => Prop.ForAll(
            Gen.Elements("typ", "alg", "jwk", "jku", "x5c", "crit", "b64", "zip").ToArbitrary(),
            ArbMap.Default.ArbFor<string?>(),
            (name, value) =>
            {
                var header = Tokens.ProofHeader(TestKeys.Ec);
                header[name] = value;
                var proof = Tokens.Sign(TestKeys.Ec, header.ToJsonString(), Tokens.ProofClaims().ToJsonString());
                return !DPoPProof.Verify(proof, ProofPolicy, Tokens.Now).IsValid;
            });

    [Property(MaxTest = 2000)]
    public bool Arbitrary_bytes_as_header_and_payload_are_refused(byte[]? header, byte[]? payload)
    {
        var token = Tokens.SignParts(TestKeys.Ec, Base64Url.EncodeToString(header), Base64Url.EncodeToString(payload));
        return !CompactJws.Parse(token).IsValid;
    }

    [Property(MaxTest = 1000)]
    public bool Arbitrary_jwk_members_never_throw(string? x, string? y, string? kty, string? n)
    {
        var jwk = JsonSerializer.SerializeToElement(new { kty, crv = "P-256", x, y, n, e = "AQAB" });
        Digests.JwkThumbprint(jwk);
        return !VerificationKey.FromJwk(jwk).IsValid;
    }

    [Property(MaxTest = 2000)]
    public bool Arbitrary_htu_is_refused(string? uri)
    {
        var claims = Tokens.ProofClaims();
        claims["htu"] = "https://rs.example" + uri;
        var proof = Tokens.Sign(TestKeys.Ec, Tokens.ProofHeader(TestKeys.Ec).ToJsonString(), claims.ToJsonString());
        return !DPoPProof.Verify(proof, ProofPolicy, Tokens.Now).IsValid;
    }

    private static bool Verify(string token)
    {
        var jws = CompactJws.Parse(token);
        return jws.IsValid && ClientAssertion.Verify(jws.Value, Keys, AssertionPolicy, Tokens.Now).IsValid;
    }

    private static string Replace(string text, int at, char replacement)
        => new StringBuilder(text) { [at] = replacement }.ToString();

    private static void IsPrintable(string? description)
    {
        Assert.NotNull(description);
        Assert.All(description, character => Assert.True(character is >= ' ' and <= '~' and not '"' and not '\\'));
    }
}
