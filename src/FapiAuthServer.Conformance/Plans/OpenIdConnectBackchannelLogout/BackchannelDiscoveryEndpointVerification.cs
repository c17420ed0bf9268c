using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBackchannelLogout;

internal sealed class BackchannelDiscoveryEndpointVerification : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "backchannel-logout-discovery-endpoint-verification", "The discovery document says that clients are told of a logout, and of which session's.") with
    {
        Clients = 0,
    };

    public Task RunAsync(ModuleContext context)
    {
        var (checks, server) = (context.Checks, context.Server);
        foreach (var flag in new[] { "backchannel_logout_supported", "backchannel_logout_session_supported" })
        {
            checks.Expect(server.Flag(flag) == true, "OIDCBCL-2.1", $"`{flag}` is true", JsonText.Show(server.Document[flag]));
        }
        checks.Expect(
            server.TryEndpoint("end_session_endpoint") is not null, "OIDCRIL-2.1", "`end_session_endpoint` is an https address",
            JsonText.Show(server.Document["end_session_endpoint"]));
        return Task.CompletedTask;
    }
}
