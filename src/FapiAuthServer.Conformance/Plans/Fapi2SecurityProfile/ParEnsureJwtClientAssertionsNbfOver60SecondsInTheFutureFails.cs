using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParEnsureJwtClientAssertionsNbfOver60SecondsInTheFutureFails : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails", "An assertion more than a minute ahead of its time is refused.") with
    {
        AppliesTo = Fapi2Variants.WithAssertion.And(Fapi2Variants.WithCustomer),
    };

    public Task RunAsync(ModuleContext context) => context.First.ExpectRequestRefusedAsync(
        new RequestRefusal("FAPI2-SP-FINAL-5.3.2.1-13", "by a client whose assertion is 62 seconds ahead of its time")
        {
            AtPush = ["invalid_request", "invalid_client"],
            UnauthorizedIsFine = true,
        },
        alterCall: call =>
        {
            foreach (var (claim, seconds) in new[] { ("iat", 62), ("nbf", 62), ("exp", 122) })
            {
                call.Assertion!.Claims[claim] = context.Now.AddSeconds(seconds).ToUnixTimeSeconds();
            }
        });
}
