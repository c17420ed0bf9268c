using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureUnsignedAuthorizationRequestWithoutUsingParFails : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-unsigned-authorization-request-without-using-par-fails", "A request that was not pushed is refused.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var refusal = new RequestRefusal("FAPI2-SP-FINAL-5.3.2.2-3", "that was not pushed")
        {
            AtAuthorization = ["invalid_request"],
            OrPage = true,
            StateIsOptional = true,
        };
        var request = context.First.NewRequest();
        request.IsSigned = false;
        var answer = await context.First.TryAuthorizeUnpushedAsync(request, refusal: refusal);
        context.First.ExpectAuthorizationRefused(answer, refusal);
    }
}
