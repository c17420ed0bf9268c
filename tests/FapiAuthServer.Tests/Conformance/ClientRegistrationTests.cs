using FapiAuthServer.Clients;
using FapiAuthServer.Issuers;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>What a client must be to be registered at all: the rules that no single request can show.</summary>
public sealed class ClientRegistrationTests(ConformanceBanks banks)
{
    [Clause("FAPI2-SP-FINAL-5.3.2.2-8")]
    [Theory]
    [InlineData("http://fintech.example.test/callback", "must use https")]
    [InlineData("http://localhost/callback", "must use https")]
    [InlineData("ftp://fintech.example.test/callback", "must use https")]
    [InlineData("https://fintech.example.test/callback#fragment", "must not have a fragment")]
    public async Task Redirect_uri_without_https_is_not_registered(string redirectUri, string fault)
    {
        var faults = await FaultsAsync(client => client.With("redirect_uris", new System.Text.Json.Nodes.JsonArray(redirectUri)));

        Assert.Contains(faults, one => one.Contains(fault, StringComparison.Ordinal));
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-3")]
    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Theory]
    [InlineData(null)]
    [InlineData("none")]
    [InlineData("client_secret_basic")]
    [InlineData("client_secret_post")]
    [InlineData("client_secret_jwt")]
    public async Task Client_that_is_public_or_has_a_secret_is_not_registered(string? method)
    {
        var faults = await FaultsAsync(client => client.With("token_endpoint_auth_method", method));

        Assert.Contains(faults, one => one.StartsWith("token_endpoint_auth_method must be one of", StringComparison.Ordinal));
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-2")]
    [Theory]
    [InlineData("password")]
    [InlineData("implicit")]
    public async Task Client_with_another_grant_type_is_not_registered(string grantType)
    {
        var faults = await FaultsAsync(client => client.With("grant_types", new System.Text.Json.Nodes.JsonArray(grantType)));

        Assert.Contains(faults, one => one.StartsWith("grant_types:", StringComparison.Ordinal));
    }

    [Clause("FAPI2-SP-FINAL-5.4.1-1")]
    [Theory]
    [InlineData("token_endpoint_auth_signing_alg", "RS256")]
    [InlineData("token_endpoint_auth_signing_alg", "none")]
    [InlineData("id_token_signed_response_alg", "RS256")]
    [InlineData("id_token_signed_response_alg", "none")]
    public async Task Client_with_another_algorithm_is_not_registered(string member, string algorithm)
    {
        var faults = await FaultsAsync(client => client.With(member, algorithm));

        Assert.Contains(faults, one => one.StartsWith(member, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Client_of_the_kit_has_no_fault() => Assert.Empty(await FaultsAsync(client => client));

    private async Task<List<string>> FaultsAsync(Func<SandboxClient, SandboxClient> change)
    {
        var server = (await banks.OnAsync(DatabaseKind.Sqlite)).Server;
        var client = change(server.Kit.Client("fapi2-pkjwt-dpop-2"));
        Assert.True(server.Services.GetRequiredService<IssuerDirectory>().TryGet("fapi2", out var issuer));
        return [.. ClientRules.Faults(ClientMetadata.Parse(client.Registration.ToJsonString()), issuer!)];
    }
}
