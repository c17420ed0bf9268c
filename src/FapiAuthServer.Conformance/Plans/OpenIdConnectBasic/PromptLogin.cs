using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class PromptLogin : IConformanceModule
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "prompt-login", "With prompt=login, a customer who is signed in has to sign in again.") with
    {
        Waits = Wait,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var (client, checks) = (context.First, context.Checks);
        await using var browser = await client.KeepBrowserAsync();
        var before = await client.SignInAsync();
        await context.WaitAsync(Wait, "so that the times of signing in differ");

        var after = await client.SignInAsync(request => request["prompt"] = "login");
        checks.Expect(after.WasAskedToSignIn(), "OIDCC-3.1.2.1", "With prompt=login, the customer is asked to sign in again", string.Join(", ", after.Authorization.Pages));
        SessionSteps.CheckSameCustomer(checks, before, after);
        SessionSteps.CheckLaterTime(checks, before, after, isDemanded: false);
    }
}
