using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Tests.Checks;

public sealed class StandardClaimsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{ "name": "Ada", "birthdate": "1990-12-10", "email_verified": true, "updated_at": 1700000000, "address": { "country": "GB" } }""")]
    [InlineData("""{ "birthdate": "0000-12-10", "of_somebody": 7 }""")]
    public void Claims_of_their_types_are_right(string claims) => Assert.Equal(Severity.Success, Check(claims));

    [Theory]
    [InlineData("""{ "name": "" }""")]
    [InlineData("""{ "name": "null" }""")]
    [InlineData("""{ "name": 7 }""")]
    [InlineData("""{ "name": null }""")]
    [InlineData("""{ "birthdate": "1849-12-10" }""")]
    [InlineData("""{ "birthdate": "2027-12-10" }""")]
    [InlineData("""{ "email_verified": "true" }""")]
    [InlineData("""{ "updated_at": "2026-01-01" }""")]
    [InlineData("""{ "updated_at": 600000000 }""")]
    [InlineData("""{ "updated_at": 1772370000 }""")]
    [InlineData("""{ "address": "London" }""")]
    public void Claims_of_other_types_are_wrong(string claims) => Assert.Equal(Severity.Failure, Check(claims));

    private static Severity Check(string claims)
    {
        var checks = new CheckLog(new ExchangeLog(TimeProvider.System));
        StandardClaims.CheckTypes(checks, JsonNode.Parse(claims)!.AsObject(), Now);
        return Assert.Single(checks.All).Severity;
    }
}
