using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

/// <summary>Requests that want something else from the authorization endpoint than a code.</summary>
internal static class OtherResponseTypes
{
    public static Task ExpectRefusedAsync(ModuleContext context, string responseType) => context.First.ExpectRequestRefusedAsync(
        new RequestRefusal("FAPI2-SP-FINAL-5.3.2.2-1", $"for {responseType}")
        {
            AtPush = ["unsupported_response_type", "invalid_request", "unauthorized_client"],
            AnyErrorAtPush = true,
            AtAuthorization = ["unsupported_response_type", "invalid_request"],
            OrPage = true,
        },
        request => request["response_type"] = responseType);
}
