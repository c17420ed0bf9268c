using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class PromptNoneLoggedIn : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "prompt-none-logged-in", "With prompt=none, a customer who is signed in goes through without a page, and nothing changes.");

    public async Task RunAsync(ModuleContext context)
    {
        await using var browser = await context.First.KeepBrowserAsync();
        var before = await context.First.SignInAsync();
        var after = await context.First.SignInSilentlyAsync();
        SessionSteps.CheckSameCustomer(context.Checks, before, after);
        SessionSteps.CheckSameTime(context.Checks, before, after, isDemanded: false);
    }
}
