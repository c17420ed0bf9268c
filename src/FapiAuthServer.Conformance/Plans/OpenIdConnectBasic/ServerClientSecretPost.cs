using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class ServerClientSecretPost : IConformanceModule
{
    private const string Method = "client_secret_post";

    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "server-client-secret-post", "A client that sends its secret in the form gets its tokens.") with
    {
        Otherwise = traits => traits with { ClientAuthentication = ClientAuthentication.SecretPost },
    };

    public async Task RunAsync(ModuleContext context)
    {
        if (!context.Server.Values("token_endpoint_auth_methods_supported").Contains(Method))
        {
            context.Checks.Skip("OIDCC-9", $"The server does not list {Method} in token_endpoint_auth_methods_supported.");
        }
        await context.First.ObtainTokensAsync();
    }
}
