using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class AttemptReuseAuthorizationCodeAfterOneSecond : IConformanceModule
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "attempt-reuse-authorization-code-after-one-second", "A code serves once; used again, it ends the access token it gave.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
        Waits = Wait,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var client = context.First;
        var authorization = await client.AuthorizeAsync();
        var tokens = await client.RedeemAsync(authorization);
        await client.CallResourceAsync(tokens);

        await context.WaitAsync(Wait, "before the code is used again");
        await client.ExpectRedeemRefusedAsync(
            authorization, new TokenRefusal(context.Traits.Demands.SingleUseCode, "A code that was used before", "invalid_grant"));
        await client.ExpectResourceRefusedAsync(
            tokens, "RFC6749-4.1.2", "The access token of a code that was used twice", otherwise: Severity.Warning, anyClientError: true);
    }
}
