using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParAttemptReuseRequestUri : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-attempt-reuse-request_uri", "A request_uri that led to a code should lead to no second one.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var client = context.First;
        var push = await client.PushAsync(client.NewRequest());
        await client.CompleteAsync(await client.AuthorizeAsync(push));

        var refusal = new RequestRefusal("RFC9126-4", "whose request_uri was used") { AtAuthorization = ["invalid_request_uri"], OrPage = true, PlainErrorIsFine = true };
        var again = await client.TryAuthorizeAsync(push, refusal: refusal);
        if (again.Code is not null)
        {
            context.Checks.Expect(false, "RFC9126-4", "A request_uri that was used brings no second code", again.Describe(), Severity.Warning);
            return;
        }
        client.ExpectAuthorizationRefused(again, refusal);
    }
}
