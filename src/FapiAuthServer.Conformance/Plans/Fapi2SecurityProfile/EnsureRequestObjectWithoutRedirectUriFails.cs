using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureRequestObjectWithoutRedirectUriFails : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-request-object-without-redirect-uri-fails", "A redirect_uri that was not pushed is not taken from the browser.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectRequestRefusedAsync(
        new RequestRefusal(context.Traits.Demands.RedirectUri, "with a redirect_uri only beside the request_uri")
        {
            AtPush = ["invalid_request", "invalid_request_object"],
            AtAuthorization = ["invalid_request", "invalid_request_object"],
            OrPage = true,
        },
        request => request.Remove("redirect_uri"),
        alterQuery: query => query["redirect_uri"] = context.First.Client.RedirectUri.OriginalString);
}
