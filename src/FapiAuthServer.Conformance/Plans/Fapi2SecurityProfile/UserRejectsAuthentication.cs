using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class UserRejectsAuthentication : IConformanceModule
{
    private const int StateLength = 128;

    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "user-rejects-authentication", "The customer refuses, and both clients are told access_denied with their state.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
        Clients = 2,
    };

    public async Task RunAsync(ModuleContext context)
    {
        foreach (var client in context.Each)
        {
            var answer = await client.TrySubmitAsync(
                client.NewRequest(request => request["state"] = RandomText.OfUnreserved(StateLength)), Decision.Deny);
            context.Checks.Expect(
                answer is { IsAtClient: true, Code: null, Error: "access_denied" }, "RFC6749-4.1.2.1",
                "The customer's refusal reaches the client as access_denied", answer.Describe());
        }
    }
}
