using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParAttemptToUseExpiredRequestUri : IConformanceModule
{
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(30);

    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-attempt-to-use-expired-request_uri", "A request_uri is dead when the time is over that came with it.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
        Waits = UsualLifetime,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var client = context.First;
        var push = await client.PushAsync(client.NewRequest());
        context.Checks.Require(push.Lifetime is not null, "RFC9126-2.2", "`expires_in` says how long the request_uri lives", push.Response.Describe());
        if (push.Lifetime > LongestWait)
        {
            context.Checks.Skip("RFC9126-4", "The request_uri lives for more than half an hour, which is too long to wait for.");
        }
        await context.WaitAsync(push.Lifetime!.Value + TimeSpan.FromSeconds(1), "for the request_uri to expire");
        var refusal = new RequestRefusal("RFC9126-4", "whose request_uri has expired")
        {
            AtAuthorization = ["invalid_request_uri"],
            OrPage = true,
            PlainErrorIsFine = true,
        };
        client.ExpectAuthorizationRefused(await client.TryAuthorizeAsync(push, refusal: refusal), refusal);
    }
}
