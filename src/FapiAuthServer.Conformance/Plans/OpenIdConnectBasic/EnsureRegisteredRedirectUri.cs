using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class EnsureRegisteredRedirectUri : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "ensure-registered-redirect-uri", "A customer is never sent to a redirect_uri that is not registered.");

    public Task RunAsync(ModuleContext context) => context.First.ExpectRequestRefusedAsync(
        new RequestRefusal("OIDCC-3.1.2.1", "with a redirect_uri that is not registered") { OrPage = true },
        request => request["redirect_uri"] = UnregisteredAddresses.Beside(context.First.Client.RedirectUri).AbsoluteUri);
}
