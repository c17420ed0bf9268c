using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParAttemptToUseRequestUriForDifferentClient : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-attempt-to-use-request_uri-for-different-client", "What one client pushed cannot be used in the name of another.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
        Clients = 2,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var (first, second) = (context.First, context.Second);
        var push = await first.PushAsync(first.NewRequest());
        var refusal = new RequestRefusal("RFC9126-2.2", "with another client's request_uri")
        {
            AtAuthorization = ["invalid_request", "invalid_request_object", "invalid_request_uri"],
            OrPage = true,
            PlainErrorIsFine = true,
        };
        first.ExpectAuthorizationRefused(
            await first.TryAuthorizeAsync(push, alter: query => query["client_id"] = second.Client.ClientId, refusal: refusal), refusal);
    }
}
