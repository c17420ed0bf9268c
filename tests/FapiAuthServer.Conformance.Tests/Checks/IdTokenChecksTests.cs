using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Tests.Checks;

public sealed class IdTokenChecksTests
{
    [Theory]
    [InlineData("""{ "essential": true, "values": ["sca", "high"] }""", "sca", Severity.Success)]
    [InlineData("""{ "value": "sca" }""", "sca", Severity.Success)]
    [InlineData("""{ "values": ["sca", "high"] }""", "low", Severity.Failure)]
    [InlineData("""{ "value": "sca" }""", "low", Severity.Failure)]
    [InlineData("null", "low", Severity.Success)]
    [InlineData("null", "", Severity.Failure)]
    public void Acr_is_one_that_was_asked_for(string asked, string received, Severity expected)
    {
        var checks = new CheckLog(new ExchangeLog(TimeProvider.System));

        IdTokenChecks.CheckAcr(checks, JsonNode.Parse(asked), new CompactJwt("", [], new JsonObject { ["acr"] = received }));

        Assert.Equal(expected, checks.All.Max(check => check.Severity));
    }

    [Fact]
    public void Acr_may_be_left_out()
    {
        var checks = new CheckLog(new ExchangeLog(TimeProvider.System));

        IdTokenChecks.CheckAcr(checks, JsonNode.Parse("""{ "value": "sca" }"""), new CompactJwt("", [], []));

        Assert.Empty(checks.All);
    }
}
