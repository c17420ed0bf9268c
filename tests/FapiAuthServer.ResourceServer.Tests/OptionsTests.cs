using FapiAuthServer.Jose;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.ResourceServer.Tests;

public sealed class OptionsTests
{
    private static readonly string PublicJwks = "{\"keys\":[" + TestKeys.Api.PublicJwk() + "]}";

    public static TheoryData<string, Action<FapiResourceServerOptions>> Mistakes => new()
    {
        { "Issuer", options => options.Issuer = "" },
        { "Issuer", options => options.Issuer = "http://as.example" },
        { "Issuer", options => options.Issuer = "https://as.example?x" },
        { "Audience", options => options.Audience = " " },
        { "MetadataAddress", options => options.MetadataAddress = "http://as.example/meta" },
        { "PublicBaseUri", options => options.PublicBaseUri = new Uri("/relative", UriKind.Relative) },
        { "PublicBaseUri", options => options.PublicBaseUri = new Uri("https://api.example/?x=1") },
        { "SenderConstraints", options => options.SenderConstraints = SenderConstraints.None },
        { "SenderConstraints", options => options.SenderConstraints = (SenderConstraints)8 },
        { "AccessTokenAlgorithms", options => options.AccessTokenAlgorithms = ["RS256"] },
        { "AccessTokenAlgorithms", options => options.AccessTokenAlgorithms = [] },
        { "DPoPAlgorithms", options => options.DPoPAlgorithms = ["none"] },
        { "DPoPProofLifetime", options => options.DPoPProofLifetime = TimeSpan.FromHours(1) },
        { "ClockSkew", options => options.ClockSkew = TimeSpan.FromSeconds(-1) },
        { "KeyMaximumAge", options => options.KeyMaximumAge = TimeSpan.FromSeconds(1) },
        { "BackchannelTimeout", options => options.BackchannelTimeout = TimeSpan.Zero },
        { "ProofReplayCapacity", options => options.ProofReplayCapacity = 0 },
        { "DPoPNonceSecret", options => options.IsDPoPNonceRequired = true },
        { "DPoPNonceSecret", options => options.DPoPNonceSecret = "short" },
        { "Introspection.ClientId", options => options.Introspection = new() },
        { "Introspection.PrivateJwks", options => options.Introspection = new() { PrivateJwks = "{\"keys\":[]}" } },
        { "Introspection.PrivateJwks", options => options.Introspection = new() { PrivateJwks = PublicJwks } },
        { "Introspection.Endpoint", options => options.Introspection = new() { Endpoint = "http://as.example/" } },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Mistake_is_reported_when_the_host_starts(string setting, Action<FapiResourceServerOptions> mistake)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => BankApi.StartAsync(mistake));
        Assert.Contains(exception.Failures, failure => failure.StartsWith(setting + ":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_mistakes_are_reported_at_once()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => BankApi.StartAsync(options =>
        {
            options.Issuer = "";
            options.Audience = "";
            options.AccessTokenAlgorithms = ["RS256"];
        }));
        Assert.Equal(3, exception.Failures.Count());
    }

    [Fact]
    public void Defaults_are_those_of_the_profile()
    {
        var options = new FapiResourceServerOptions();
        Assert.Equal(FapiAlgorithms.Supported, options.DPoPAlgorithms);
        Assert.Equal(SenderConstraints.All, options.SenderConstraints);
        Assert.Empty(options.TrustedProxies);
        Assert.Null(options.Introspection);
    }

    [Fact]
    public void Extension_points_are_marked()
        => Assert.NotNull(Attribute.GetCustomAttribute(typeof(IProofReplayStore), typeof(ExtensionPointAttribute)));
}
