using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Tls;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class HappyFlow : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "happy-flow", "Two clients get tokens and use them at the resource, each only with its own key or certificate.") with
    {
        Clients = 2,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var (first, second) = (context.First, context.Second);
        await TlsChecks.CheckAsync(context, context.Configuration.Resource);

        var tokens = await first.ObtainTokensAsync();
        await first.CallResourceAsync(tokens);
        await first.CallResourceAsync(tokens, call => call.SetHeader("Accept", "application/json;charset=UTF-8"));
        await first.CallResourceAsync(tokens, call => call.SetHeader("Accept", "application/json, application/*+json, */*"));
        await first.CallResourceAsync(tokens, call => call.SetHeader("x-fapi-customer-ip-address", "2001:db8::1893:25c8:1946"));
        await ExpectRefusedInQueryAsync(context, tokens);

        // The second client says beforehand which key its code is for.
        var tokensOfSecond = await second.ObtainTokensAsync(request => request["dpop_jkt"] = second.DPoPKey?.Thumbprint);
        await second.CallResourceAsync(tokensOfSecond, call => call.SetHeader(ResourceHeaders.InteractionId, null));
        if (context.Traits.SenderConstraint != SenderConstraint.None)
        {
            await ExpectRefusedForAnotherAsync(context, tokensOfSecond);
        }
    }

    private static async Task ExpectRefusedInQueryAsync(ModuleContext context, TokenAnswer tokens)
    {
        var answer = await context.First.TryResourceAsync(tokens, call =>
        {
            call.Address = new UriBuilder(call.Address) { Query = $"access_token={Uri.EscapeDataString(tokens.AccessToken)}" }.Uri;
            call.AccessToken = null;
        });
        context.Checks.Expect(
            answer.Response.Status is 400 or 401 or 414, context.Traits.Demands.TokenInHeader, "An access token in the query alone is refused with 400, 401 or 414",
            answer.Response.Describe());
    }

    private static Task ExpectRefusedForAnotherAsync(ModuleContext context, TokenAnswer tokensOfSecond) =>
        context.First.ExpectResourceRefusedAsync(
            tokensOfSecond, context.Traits.Demands.TokenBinding, $"The second client's token with the first client's {(context.Traits.UsesDPoP ? "key" : "certificate")}",
            anyClientError: true);
}
