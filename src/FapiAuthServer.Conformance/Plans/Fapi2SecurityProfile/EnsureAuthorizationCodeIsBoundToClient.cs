using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureAuthorizationCodeIsBoundToClient : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-authorization-code-is-bound-to-client", "The second client, properly authenticated, cannot redeem the first client's code.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
        Clients = 2,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var authorization = await context.First.AuthorizeAsync();
        await context.Second.ExpectRedeemRefusedAsync(
            authorization, new TokenRefusal("RFC6749-4.1.3", "A code that was issued to another client", "invalid_grant"));
    }
}
