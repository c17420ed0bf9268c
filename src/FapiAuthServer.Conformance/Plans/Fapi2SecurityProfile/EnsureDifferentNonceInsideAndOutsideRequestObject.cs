using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureDifferentNonceInsideAndOutsideRequestObject : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-different-nonce-inside-and-outside-request-object", "Of two nonces, the one that was pushed counts and not the one that passed through the browser.") with
    {
        AppliesTo = Fapi2Variants.WithOpenId,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var authorization = await context.First.AuthorizeUnlessRefusedAsync(
            new RequestRefusal("RFC9101-6.3", "with another nonce beside the request_uri") { AtAuthorization = ["invalid_request"], OrPage = true },
            alterQuery: query => query["nonce"] = RandomText.Of(10));
        if (authorization is not null)
        {
            await context.First.CompleteAsync(authorization);
        }
    }
}
