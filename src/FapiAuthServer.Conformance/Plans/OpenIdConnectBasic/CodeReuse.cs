using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class CodeReuse : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "codereuse", "A code that is used twice in a row should be refused the second time.");

    public async Task RunAsync(ModuleContext context)
    {
        var authorization = await context.First.AuthorizeAsync();
        await context.First.RedeemAsync(authorization);
        var again = await context.First.TryRedeemAsync(authorization);
        context.Checks.Expect(
            !again.IsSuccess, "RFC6749-4.1.2", "A code that was used before is refused", again.Response.Describe(), Severity.Warning);
    }
}
