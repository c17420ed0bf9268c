using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

/// <summary>A client whose clock is a little wrong, in every proof it sends.</summary>
internal static class ProofsOfAnotherTime
{
    public static async Task SucceedAsync(ModuleContext context, TimeSpan offset)
    {
        var client = context.First;
        var tokens = await client.ObtainTokensAsync(
            alterPush: call =>
            {
                client.AddProof(call);
                Shift(call);
            },
            alterTokenRequest: Shift);
        await client.CallResourceAsync(tokens, Shift);

        void Shift(Call call) => call.Proof!.Claims["iat"] = (context.Now + offset).ToUnixTimeSeconds();
    }
}
