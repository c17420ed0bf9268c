using FapiAuthServer.Conformance.Reports;

namespace FapiAuthServer.Conformance.Tests.Reports;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("Grüße, 東京 🎉", "Grüße, 東京 🎉")]
    [InlineData("\u001b[2Jgone", "\\u001B[2Jgone")]
    [InlineData("a\u202eb", "a\\u202Eb")]
    [InlineData("one\ntwo", "one two")]
    [InlineData("over\rwritten", "over written")]
    public void A_line_shows_what_would_not_be_seen(string text, string line) => Assert.Equal(line, Printable.Line(text));

    // Not as data of the theory: what hands them on to the test makes characters of them.
    [Fact]
    public void Half_a_surrogate_pair_is_spelt_out() => Assert.Equal("\\uD83C and \\uDF89", Printable.Line("\ud83c and \udf89"));

    [Fact]
    public void A_text_keeps_its_lines() => Assert.Equal("one\r\n\ttwo\\u000Dthree", Printable.Text("one\r\n\ttwo\rthree"));

    [Theory]
    [InlineData("short", "short")]
    [InlineData("0123456789", "0123456789")]
    [InlineData("01234567 and more", "01234567…")]
    public void A_beginning_is_no_longer_than_asked(string text, string beginning) => Assert.Equal(beginning, Printable.Beginning(text, 10));
}
