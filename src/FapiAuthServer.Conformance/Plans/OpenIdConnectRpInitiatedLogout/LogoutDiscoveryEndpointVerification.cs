using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectRpInitiatedLogout;

internal sealed class LogoutDiscoveryEndpointVerification : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "rp-initiated-logout-discovery-endpoint-verification", "The discovery document says where customers are signed out.") with
    {
        Clients = 0,
    };

    public Task RunAsync(ModuleContext context)
    {
        context.Checks.Expect(
            context.Server.TryEndpoint("end_session_endpoint") is not null, "OIDCRIL-2.1", "`end_session_endpoint` is an https address",
            JsonText.Show(context.Server.Document["end_session_endpoint"]));
        return Task.CompletedTask;
    }
}
