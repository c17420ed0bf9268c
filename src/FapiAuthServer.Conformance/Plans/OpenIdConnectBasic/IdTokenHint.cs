using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class IdTokenHint : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "id-token-hint", "With prompt=none and their id_token as a hint, a customer who is signed in goes through without a page.");

    public async Task RunAsync(ModuleContext context)
    {
        await using var browser = await context.First.KeepBrowserAsync();
        var before = await context.First.SignInAsync();
        var after = await context.First.SignInSilentlyAsync(request => request["id_token_hint"] = before.IdToken.Text);
        SessionSteps.CheckSameCustomer(context.Checks, before, after);
    }
}
