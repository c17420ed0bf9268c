using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class MaxAge10000 : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "max-age-10000", "With max_age=10000, a customer who has just signed in need not sign in again, and `auth_time` says when that was.");

    public async Task RunAsync(ModuleContext context)
    {
        var (client, checks) = (context.First, context.Checks);
        await using var browser = await client.KeepBrowserAsync();
        var before = await client.SignInAsync(request => request["max_age"] = "15000");
        var after = await client.SignInAsync(request => request["max_age"] = "10000");
        checks.Expect(
            !after.WasAskedToSignIn(), "OIDCC-3.1.2.1", "With max_age=10000, the customer is not asked to sign in again", string.Join(", ", after.Authorization.Pages));
        SessionSteps.CheckSameCustomer(checks, before, after);
        SessionSteps.CheckSameTime(checks, before, after, isDemanded: true);
    }
}
