using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class EnsurePostRequestSucceeds : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "ensure-post-request-succeeds", "A request that the customer's browser posts should be granted.");

    public async Task RunAsync(ModuleContext context)
    {
        var answer = await context.First.TryAuthorizeByPostAsync(context.First.NewRequest());
        if (context.Checks.Expect(
            answer.Code is not null, "OIDCC-3.1.2.1", "The authorization endpoint takes requests by POST", answer.Describe(), Severity.Warning))
        {
            await context.First.RedeemAsync(answer);
        }
    }
}
