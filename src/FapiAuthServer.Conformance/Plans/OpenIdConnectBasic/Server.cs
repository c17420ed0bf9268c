using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class Server : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "server", "A customer signs in, and the client gets an id_token and an access token for the code.");

    public async Task RunAsync(ModuleContext context) => await context.First.ObtainTokensAsync();
}
