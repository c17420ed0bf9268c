using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class CodeReuse30Seconds : IConformanceModule
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "codereuse-30seconds", "A code that is used again half a minute later is refused, and should end the access token it gave.") with
    {
        Waits = Wait,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var client = context.First;
        var authorization = await client.AuthorizeAsync();
        var tokens = await client.RedeemAsync(authorization);
        await client.CallUserinfoAsync(tokens);

        await context.WaitAsync(Wait, "before the code is used again");
        await client.ExpectRedeemRefusedAsync(authorization, new TokenRefusal("RFC6749-4.1.2", "A code that was used before", "invalid_grant"));
        var answer = await client.TryUserinfoAsync(tokens);
        context.Checks.Expect(
            answer.IsRefusal, "RFC6749-4.1.2", "The access token of a code that was used twice is refused", answer.Response.Describe(), Severity.Warning);
    }
}
