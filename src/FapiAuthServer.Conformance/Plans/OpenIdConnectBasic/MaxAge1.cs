using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class MaxAge1 : IConformanceModule
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(5);

    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "max-age-1", "With max_age=1, a customer who signed in two seconds ago has to sign in again.") with
    {
        Waits = Wait,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var (client, checks) = (context.First, context.Checks);
        await using var browser = await client.KeepBrowserAsync();
        var before = await client.SignInAsync();
        await context.WaitAsync(Wait, "until the customer signed in too long ago");

        var after = await client.SignInAsync(request => request["max_age"] = "1");
        checks.Expect(after.WasAskedToSignIn(), "OIDCC-3.1.2.1", "With max_age=1, the customer is asked to sign in again", string.Join(", ", after.Authorization.Pages));
        SessionSteps.CheckSameCustomer(checks, before, after);
        SessionSteps.CheckLaterTime(checks, before, after, isDemanded: true);
        checks.Expect(
            after.SignedInAt > context.Now - Recent, "OIDCC-3.1.2.1", "`auth_time` is a time of the last minutes", after.ShowTime());
    }
}
