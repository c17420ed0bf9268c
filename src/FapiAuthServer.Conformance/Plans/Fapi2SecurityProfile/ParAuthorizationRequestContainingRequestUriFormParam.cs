using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParAuthorizationRequestContainingRequestUriFormParam : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-authorization-request-containing-request_uri-form-param", "A pushed request that itself points to another is refused.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectRequestRefusedAsync(
        new RequestRefusal("RFC9126-2.1", "that has a request_uri in it")
        {
            AtPush = ["invalid_request", "invalid_request_object", "request_uri_not_supported"],
        },
        alterCall: call => call.Form!["request_uri"] = $"urn:ietf:params:oauth:request_uri:{RandomText.Of(43)}");
}
