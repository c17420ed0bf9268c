using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParEnsureJwtClientAssertionsNbf8SecondsInTheFutureIsAccepted : IConformanceModule
{
    private const string ClockOffset = "FAPI2-SP-FINAL-5.3.2.1-13";

    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted", "Assertions of a client whose clock is eight seconds fast should be taken.") with
    {
        AppliesTo = Fapi2Variants.WithAssertion.And(Fapi2Variants.WithCustomer),
    };

    public async Task RunAsync(ModuleContext context)
    {
        var client = context.First;
        var push = await client.TryPushAsync(client.NewRequest(), HurryOn);
        if (Expect(push.IsAccepted, "PAR", push.Response))
        {
            var tokens = await client.TryRedeemAsync(await client.AuthorizeAsync(push), HurryOn);
            Expect(tokens.IsSuccess, "token", tokens.Response);
        }

        void HurryOn(Call call) => call.Assertion!.Claims["iat"] = (call.Assertion.Claims["nbf"] = context.Now.AddSeconds(8).ToUnixTimeSeconds()).DeepClone();

        bool Expect(bool accepted, string endpoint, WireResponse response) => context.Checks.Expect(
            accepted, ClockOffset, $"The {endpoint} endpoint takes an assertion eight seconds ahead of its time", response.Describe(), Severity.Warning);
    }
}
