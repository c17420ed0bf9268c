using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureRedirectUriInAuthorizationRequest : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-redirect-uri-in-authorization-request", "A request without any redirect_uri is refused; taking the one that is registered is tolerated.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var authorization = await context.First.AuthorizeUnlessRefusedAsync(
            new RequestRefusal(context.Traits.Demands.RedirectUri, "without a redirect_uri")
            {
                AtPush = ["invalid_request", "invalid_request_object"],
                OrPage = true,
            },
            request => request.Remove("redirect_uri"));
        if (authorization is not null)
        {
            await context.First.CompleteAsync(authorization);
        }
    }
}
