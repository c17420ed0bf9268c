using FapiAuthServer.Interaction;

namespace FapiAuthServer.Tests.Interaction;

public sealed class ForeignNameTests
{
    [Theory]
    [InlineData("Sample Fintech", "Sample Fintech")]
    [InlineData("بنك المثال", "بنك المثال")]
    [InlineData("  Fintech \u202Eknab eht\u2069 ", "Fintech knab eht")]
    [InlineData("Fin\u200Btech\r\n\u0000Ltd", "FintechLtd")]
    [InlineData("\u200B\u2066", "?")]
    public void Name_cannot_disturb_the_words_around_it(string name, string shown)
        => Assert.Equal($"\u2068{shown}\u2069", ForeignName.Show(name));

    [Fact]
    public void Name_of_a_thousand_letters_is_cut()
        => Assert.Equal($"\u2068{new string('n', 80)}…\u2069", ForeignName.Show(new string('n', 1000)));

    [Theory]
    [InlineData("sample fintech", "S")]
    [InlineData("éclair", "É")]
    [InlineData("", "?")]
    public void Initial_is_the_first_letter(string name, string initial)
        => Assert.Equal(initial, ForeignName.Initial(ForeignName.Show(name)));
}
