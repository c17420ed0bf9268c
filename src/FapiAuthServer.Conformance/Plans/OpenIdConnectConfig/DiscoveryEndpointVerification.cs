using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectConfig;

internal sealed class DiscoveryEndpointVerification : IConformanceModule
{
    private const string Requirement = "OIDCD-3";

    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "discovery-endpoint-verification", "The discovery document is well-formed and says all that a client has to know.") with
    {
        Clients = 0,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var (checks, server) = (context.Checks, context.Server);
        var response = await context.Wire.SendAsync(
            "Discovery document", new WireRequest(HttpMethod.Get, server.Address), cancellation: context.Cancellation);
        checks.Expect(response.MediaType == "application/json", "OIDCD-4.2", "The content type is application/json", response.MediaType ?? "(none)");
        MetadataChecks.Check(context);

        foreach (var list in new[] { "response_types_supported", "subject_types_supported" })
        {
            checks.Expect(server.Values(list).Count > 0, Requirement, $"`{list}` is a list that is not empty", JsonText.Show(server.Document[list]));
        }
        MetadataChecks.ExpectOneOf(checks, server, Requirement, "id_token_signing_alg_values_supported", "RS256");
        MetadataChecks.ExpectOneOf(checks, server, Requirement, "scopes_supported", "openid");
        foreach (var recommended in new[] { "userinfo_endpoint", "claims_supported" })
        {
            checks.Expect(server.Has(recommended), Requirement, $"`{recommended}` is there", otherwise: Severity.Warning);
        }
        checks.Require(server.TryEndpoint("jwks_uri") is not null, Requirement, "`jwks_uri` is there");
        await context.KeysAsync();
    }
}
