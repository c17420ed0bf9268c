namespace FapiAuthServer.Conformance.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["happy-flow", "refresh-token", "mtls", "dpop"];

    [Theory]
    [InlineData("hapy-flow", "happy-flow")]
    [InlineData("refreshtoken", "refresh-token")]
    [InlineData("mlts", "mtls")]
    [InlineData("something-else-altogether", null)]
    public void A_slip_of_the_fingers_is_understood_and_nothing_is_guessed(string name, string? meant) => Assert.Equal(meant, NearestName.Of(name, Names));

    [Fact]
    public void Without_candidates_there_is_no_hint() => Assert.Equal("", NearestName.Hint("x", []));
}
