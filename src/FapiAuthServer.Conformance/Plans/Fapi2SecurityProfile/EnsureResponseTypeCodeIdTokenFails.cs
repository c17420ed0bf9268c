using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureResponseTypeCodeIdTokenFails : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-response-type-code-idtoken-fails", "The hybrid flow of FAPI 1.0 is refused.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public Task RunAsync(ModuleContext context) => OtherResponseTypes.ExpectRefusedAsync(context, "code id_token");
}
