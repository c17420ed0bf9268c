using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class ResponseTypeMissing : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "response-type-missing", "A request that does not say what it wants back is refused.");

    public Task RunAsync(ModuleContext context) => context.First.ExpectRequestRefusedAsync(
        new RequestRefusal("RFC6749-3.1.1", "without a response_type")
        {
            AtAuthorization = ["unsupported_response_type", "invalid_request"],
            OrPage = true,
            PlainErrorIsFine = true,
        },
        request => request.Remove("response_type"));
}
