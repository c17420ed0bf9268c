using System.Buffers.Text;
using System.Text;

namespace FapiAuthServer.Jose.Tests;

public sealed class CompactJwsTests
{
    private const string Header = """{"alg":"ES256","kid":"k"}""";
    private const string Payload = """{"sub":"s"}""";

    private static readonly string Valid = Tokens.Sign(TestKeys.Ec, Header, Payload);

    [Fact]
    public void Well_formed_token_is_read()
    {
        var jws = Parse(Valid);

        Assert.Equal("ES256", jws.Algorithm);
        Assert.Equal("k", jws.KeyId);
        Assert.Null(jws.Type);
        Assert.Equal("s", jws.GetString("sub"));
        Assert.True(jws.VerifySignature(Tokens.SetOf(TestKeys.Ec).Keys[0]));
        Assert.False(jws.VerifySignature(Tokens.SetOf(TestKeys.OtherEc).Keys[0]));
        Assert.False(jws.VerifySignature(Tokens.SetOf(TestKeys.Rsa).Keys[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("not a token at all")]
    public void Text_that_is_no_token_is_rejected(string token) => Refused(JoseError.Malformed, token);

    [Fact]
    public void Encrypted_token_is_rejected() => Refused(JoseError.Malformed, Valid + ".a.b");

    [Fact]
    public void Token_longer_than_the_limit_is_rejected()
    {
        var long16 = Tokens.Sign(TestKeys.Ec, Header, $$"""{"a":"{{new string('a', 12_300)}}"}""");
        Assert.True(long16.Length > 16 * 1024);
        Refused(JoseError.TooLarge, long16);
        Assert.True(CompactJws.Parse(long16, new JwsLimits { MaximumLength = long16.Length }).IsValid);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Padding_white_space_or_foreign_characters_in_any_part_are_rejected(int part)
    {
        foreach (var junk in (string[])["=", "==", " ", "\n", "+", "/", "\u0130", ",", "%"])
        {
            var parts = Valid.Split('.');
            parts[part] += junk;
            Refused(JoseError.Malformed, string.Join('.', parts));
        }
    }

    [Fact]
    public void Second_spelling_of_the_same_signature_is_rejected()
    {
        // 64 octets leave four unused bits in the last character; setting them must not give a second valid token.
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var other = Valid[..^1] + alphabet[alphabet.IndexOf(Valid[^1]) | 1];
        Refused(JoseError.Malformed, other);
    }

    [Theory]
    [InlineData("""{"alg":"ES256","alg":"ES256"}""")]
    [InlineData("""{"alg":"ES256","\u0061lg":"ES256"}""")]
    [InlineData("""{"alg":"ES256","x":{"a":1,"a":2}}""")]
    [InlineData("""{"alg":"ES256",}""")]
    [InlineData("""{"alg":"ES256"} """ + "x")]
    [InlineData("""/*c*/{"alg":"ES256"}""")]
    [InlineData("""["alg"]""")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("""{"alg":"ES256","x":"\ud800"}""")]
    [InlineData("""{"alg":"ES256","x":"\udc00"}""")]
    [InlineData("""{"alg":"ES256","x":"\ud800\u0041"}""")]
    [InlineData("""{"alg":"ES256","\ud800":1}""")]
    [InlineData("""{"alg":"ES256","x":"\u0000"}""")]
    [InlineData("""{"x":1}""")]
    [InlineData("""{"alg":1}""")]
    [InlineData("""{"alg":""}""")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"alg":"ES256","typ":1}""")]
    [InlineData("""{"alg":"ES256","kid":{}}""")]
    public void Header_that_is_ambiguous_or_not_a_jose_header_is_rejected(string header)
        => Refused(JoseError.Malformed, Tokens.Sign(TestKeys.Ec, header, Payload));

    [Theory]
    [InlineData("""{"sub":"a","sub":"b"}""")]
    [InlineData("""{"cnf":{"jkt":"a","jkt":"b"}}""")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}""")]
    public void Payload_that_is_ambiguous_deep_or_no_object_is_rejected(string payload)
        => Refused(JoseError.Malformed, Tokens.Sign(TestKeys.Ec, Header, payload));

    [Fact]
    public void Invalid_utf8_is_rejected()
    {
        byte[] payload = [.. "{\"a\":\""u8, 0xC0, 0x80, .. "\"}"u8];
        Refused(JoseError.Malformed, Tokens.SignParts(TestKeys.Ec, Tokens.Encode(Header), Base64Url.EncodeToString(payload)));
        byte[] marked = [0xEF, 0xBB, 0xBF, .. "{}"u8];
        Refused(JoseError.Malformed, Tokens.SignParts(TestKeys.Ec, Tokens.Encode(Header), Base64Url.EncodeToString(marked)));
    }

    [Fact]
    public void Escaped_characters_outside_the_basic_plane_are_read()
        => Assert.Equal("\U0001F3E6", Parse(Tokens.Sign(TestKeys.Ec, Header, """{"sub":"\ud83c\udfe6"}""")).GetString("sub"));

    // CVE-2022-23540, CVE-2022-23541, CVE-2026-11800: no signature, or a public key used as a shared secret.
    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("HS256")]
    [InlineData("hs512")]
    public void Unsigned_and_symmetric_algorithms_are_rejected(string algorithm)
        => Refused(JoseError.AlgorithmNotAccepted, Tokens.Sign(TestKeys.Ec, $$"""{"alg":"{{algorithm}}"}""", Payload));

    // CVE-2025-59420: a critical header that nobody understands.
    [Theory]
    [InlineData("\"crit\":[\"b64\"],\"b64\":false")]
    [InlineData("\"crit\":[\"bork\"],\"bork\":true")]
    [InlineData("\"crit\":[]")]
    [InlineData("\"crit\":null")]
    [InlineData("\"b64\":false")]
    [InlineData("\"b64\":true")]
    public void Critical_headers_are_rejected(string member)
        => Refused(JoseError.CriticalHeaderNotUnderstood, Tokens.Sign(TestKeys.Ec, $$"""{"alg":"ES256",{{member}}}""", Payload));

    // CVE-2024-21319, CVE-2024-28180: decompression bombs.
    [Fact]
    public void Compressed_token_is_rejected()
        => Refused(JoseError.CriticalHeaderNotUnderstood, Tokens.Sign(TestKeys.Ec, """{"alg":"ES256","zip":"DEF"}""", Payload));

    [Theory]
    [InlineData("jwk", "{}")]
    [InlineData("jku", "\"https://evil.example/jwks\"")]
    [InlineData("x5u", "\"https://evil.example/cert\"")]
    [InlineData("x5c", "[]")]
    public void Key_headers_are_reported(string member, string value)
        => Assert.True(Parse(Tokens.Sign(TestKeys.Ec, $$"""{"alg":"ES256","{{member}}":{{value}}}""", Payload)).CarriesKey);

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("1700000000", 1700000000_0000000L)]
    [InlineData("1700000000.5", 1700000000_5000000L)]
    [InlineData("1.7e9", 1700000000_0000000L)]
    [InlineData("253402300799", 253402300799_0000000L)]
    public void Dates_may_be_whole_or_fractional(string number, long ticks)
    {
        Assert.True(Parse(Tokens.Sign(TestKeys.Ec, Header, $$"""{"exp":{{number}}}""")).TryGetDate("exp", out var value));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(ticks), value);
    }

    [Theory]
    [InlineData("\"1700000000\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-1")]
    [InlineData("253402300800")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("9223372036854775808")]
    [InlineData("[1700000000]")]
    public void Dates_of_other_types_or_out_of_range_are_reported(string value)
        => Assert.False(Parse(Tokens.Sign(TestKeys.Ec, Header, $$"""{"exp":{{value}}}""")).TryGetDate("exp", out _));

    [Fact]
    public void Absent_date_is_not_an_error()
    {
        Assert.True(Parse(Valid).TryGetDate("exp", out var value));
        Assert.Null(value);
    }

    [Fact]
    public void String_or_array_claims_keep_their_json_type()
    {
        var jws = Parse(Tokens.Sign(TestKeys.Ec, Header, """{"a":"x","b":["x","y"],"c":["x",1],"d":{}}"""));
        Assert.Equal(["x"], jws.GetStrings("a", out var isString));
        Assert.True(isString);
        Assert.Equal(["x", "y"], jws.GetStrings("b", out isString));
        Assert.False(isString);
        Assert.Empty(jws.GetStrings("c", out _));
        Assert.Empty(jws.GetStrings("d", out _));
        Assert.Empty(jws.GetStrings("e", out _));
    }

    [Fact]
    public void Changing_any_signed_character_breaks_the_signature()
    {
        var key = Tokens.SetOf(TestKeys.Ec).Keys[0];
        var payload = Encoding.UTF8.GetBytes(Payload);
        for (var i = 0; i < payload.Length; i++)
        {
            var changed = payload.ToArray();
            changed[i] ^= 1;
            var parts = Valid.Split('.');
            parts[1] = Base64Url.EncodeToString(changed);
            var jws = CompactJws.Parse(string.Join('.', parts));
            Assert.False(jws.IsValid && jws.Value.VerifySignature(key));
        }
    }

    private static CompactJws Parse(string token)
    {
        var jws = CompactJws.Parse(token);
        Assert.True(jws.IsValid, jws.Description);
        return jws.Value;
    }

    private static void Refused(JoseError error, string token)
    {
        var jws = CompactJws.Parse(token);
        Assert.False(jws.IsValid);
        Assert.Equal(error, jws.Error);
    }
}
