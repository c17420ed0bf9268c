using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class PromptNoneNotLoggedIn : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "prompt-none-not-logged-in", "With prompt=none, a customer who is not signed in sees no page, and the client is told.");

    public Task RunAsync(ModuleContext context) => context.First.ExpectPageNeededAsync(
        "OIDCC-3.1.2.6", "a customer who is not signed in", request => request["state"] = RandomText.OfUnreserved(128));
}
