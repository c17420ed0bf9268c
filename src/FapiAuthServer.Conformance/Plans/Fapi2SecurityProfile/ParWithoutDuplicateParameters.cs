using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParWithoutDuplicateParameters : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-without-duplicate-parameters", "The customer is sent with client_id and request_uri alone, as FAPI 2.0 clients do, and that is enough.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var client = context.First;
        var push = await client.PushAsync(client.NewRequest());
        await client.CompleteAsync(await client.AuthorizeAsync(push, query => query.Remove("response_type", "scope", "redirect_uri")));
    }
}
