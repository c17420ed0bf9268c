using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureTokenEndpointFailsWithExpiredAuthCode : IConformanceModule
{
    // The longest life that is allowed, and what clocks may differ by between two of the server's nodes.
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(62);

    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-token-endpoint-fails-with-expired-auth-code", "A code that nobody redeemed is dead after a minute.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
        Waits = Wait,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var authorization = await context.First.AuthorizeAsync();
        await context.WaitAsync(Wait, "for the code to expire");
        await context.First.ExpectRedeemRefusedAsync(
            authorization, new TokenRefusal("FAPI2-SP-FINAL-5.3.2.1-11", "A code older than a minute", "invalid_grant"));
    }
}
