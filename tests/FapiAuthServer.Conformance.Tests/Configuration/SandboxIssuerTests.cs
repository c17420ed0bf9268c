using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Tests.Configuration;

/// <summary>Which of a kit's issuers a plan is run against.</summary>
public sealed class SandboxIssuerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("conformance-").FullName;

    public SandboxIssuerTests() => File.WriteAllText(Path.Combine(folder, "server.json"), """
        {
          "issuers": [
            { "name": "first", "profile": "fapi2-security" },
            { "name": "second", "profile": "fapi2-message-signing" }
          ]
        }
        """);

    [Theory]
    [InlineData("fapi2-security-profile-final-test-plan", true)]
    [InlineData("fapi2-message-signing-final-test-plan", true)]
    [InlineData("fapi1-advanced-final-test-plan", false)]
    public void A_plan_has_the_issuers_of_its_profile(string plan, bool has) =>
        Assert.Equal(has, SandboxConfiguration.HasIssuerFor(folder, KnownPlans.Find(plan)));

    [Theory]
    [InlineData("fapi1-advanced-final-test-plan", null, "has no issuer of the profile fapi1-advanced, which fapi1-advanced-final-test-plan is for; it has first (fapi2-security), second (")]
    [InlineData("fapi2-security-profile-final-test-plan", "third", "has no issuer third; it has first (fapi2-security), second (fapi2-message-signing)")]
    public void A_kit_without_the_issuer_is_explained(string plan, string? issuer, string explanation)
    {
        var exception = Assert.Throws<ConformanceException>(() => SandboxConfiguration.FromKit(folder, KnownPlans.Find(plan), issuer));

        Assert.Contains(explanation, exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
