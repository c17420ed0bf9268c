using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParAttemptInvalidHttpMethod : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-attempt-invalid-http-method", "The PAR endpoint takes nothing but POST.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var push = await context.First.TryPushAsync(context.First.NewRequest(), call => call.Method = HttpMethod.Put);
        context.Checks.Expect(push.Response.Status is >= 400 and < 600, "RFC9126-2.3", "A request by PUT is refused", push.Response.Describe());
    }
}
