using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureAuthorizationRequestWithLongNonce : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-authorization-request-with-long-nonce", "A nonce of 384 characters comes back whole, or is refused.") with
    {
        AppliesTo = Fapi2Variants.WithOpenId,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var authorization = await context.First.AuthorizeUnlessRefusedAsync(
            new RequestRefusal("FAPI2-SP-FINAL-5.3.2.2-14", "with a nonce of 384 characters")
            {
                AtPush = ["invalid_request"],
                AtAuthorization = ["invalid_request"],
                OrPage = true,
            },
            request => request["nonce"] = RandomText.Of(384));
        if (authorization is not null)
        {
            await context.First.CompleteAsync(authorization);
        }
    }
}
