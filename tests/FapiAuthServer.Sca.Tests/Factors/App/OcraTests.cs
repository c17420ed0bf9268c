using System.Text;
using FapiAuthServer.Sca.Factors.App;

namespace FapiAuthServer.Sca.Tests.Factors.App;

/// <summary>The vectors of RFC 6287, appendix C.</summary>
public sealed class OcraTests
{
    private const string Digits = "1234567890";

    // SHA-1 of 1234, as the appendix gives it.
    private static readonly byte[] PinHash = Convert.FromHexString("7110EDA4D09E062AA5E4A390B0A572AC0D2C0220");

    [Theory]
    [Clause("SCA-167")]
    [InlineData("00000000", "237653")]
    [InlineData("11111111", "243178")]
    [InlineData("22222222", "653583")]
    [InlineData("33333333", "740991")]
    [InlineData("44444444", "608993")]
    [InlineData("55555555", "388898")]
    [InlineData("66666666", "816933")]
    [InlineData("77777777", "224598")]
    [InlineData("88888888", "750600")]
    [InlineData("99999999", "294470")]
    public void One_way_challenge_response(string question, string code) =>
        Assert.Equal(code, Ocra.Compute("OCRA-1:HOTP-SHA1-6:QN08", Key(20), question));

    [Theory]
    [Clause("SCA-167")]
    [InlineData(0, "65347737")]
    [InlineData(1, "86775851")]
    [InlineData(2, "78192410")]
    [InlineData(3, "71565254")]
    [InlineData(4, "10104329")]
    [InlineData(5, "65983500")]
    [InlineData(6, "70069104")]
    [InlineData(7, "91771096")]
    [InlineData(8, "75011558")]
    [InlineData(9, "08522129")]
    public void With_counter_and_pin(int counter, string code) => Assert.Equal(
        code,
        Ocra.Compute("OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1", Key(32), "12345678", (ulong)counter, PinHash));

    [Theory]
    [Clause("SCA-167")]
    [InlineData("SIG10000", "53095496")]
    [InlineData("SIG11000", "04110475")]
    [InlineData("SIG12000", "31331128")]
    [InlineData("SIG13000", "76028668")]
    [InlineData("SIG14000", "46554205")]
    public void Plain_signature(string question, string code) =>
        Assert.Equal(code, Ocra.Compute("OCRA-1:HOTP-SHA256-8:QA08", Key(32), question));

    [Theory]
    [Clause("SCA-167")]
    [InlineData("SIG1000000", "77537423")]
    [InlineData("SIG1100000", "31970405")]
    [InlineData("SIG1200000", "10235557")]
    [InlineData("SIG1300000", "95213541")]
    [InlineData("SIG1400000", "65360607")]
    public void Timed_signature(string question, string code) =>
        Assert.Equal(code, Ocra.Compute("OCRA-1:HOTP-SHA512-8:QA10-T1M", Key(64), question, time: 0x132d0b6));

    private static byte[] Key(int length) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Digits, 7))[..length]);
}
