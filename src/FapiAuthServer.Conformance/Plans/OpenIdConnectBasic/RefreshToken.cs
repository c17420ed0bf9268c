using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class RefreshToken : IConformanceModule
{
    private const string OfflineAccess = "offline_access";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "refresh-token", "Refresh tokens give new tokens about the same customer, and to their own client alone.") with
    {
        Clients = 2,
        Waits = Pause,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var (first, second) = (context.First, context.Second);
        var tokens = await ObtainAsync(context, first);
        await RefreshAsync(context, first, tokens, call => call.Form!["scope"] = string.Join(' ', tokens.Request!.Scopes));
        var tokensOfSecond = await ObtainAsync(context, second);
        await RefreshAsync(context, second, tokensOfSecond, null);

        var answer = await first.TryRefreshAsync(tokensOfSecond);
        context.Checks.Expect(
            answer.Response is { Status: 400, Error: "invalid_grant" }, "RFC6749-6", "Another client's refresh token is refused with 400 and invalid_grant",
            answer.Response.Describe());
    }

    private static async Task<TokenAnswer> ObtainAsync(ModuleContext context, ClientFlow client)
    {
        var tokens = await client.ObtainTokensAsync(request =>
        {
            if (context.Server.Values("scopes_supported").Contains(OfflineAccess))
            {
                request["scope"] = $"openid {OfflineAccess}";
                request["prompt"] = "consent"; // OIDCC-11
            }
        });
        RefreshedTokenChecks.CheckAnnounced(context, tokens);
        return tokens;
    }

    private static async Task RefreshAsync(ModuleContext context, ClientFlow client, TokenAnswer tokens, Action<Call>? alter)
    {
        await context.WaitAsync(Pause, "so that the times of the tokens differ");
        var refreshed = await client.RefreshAsync(tokens, alter);
        RefreshedTokenChecks.CheckIdToken(context.Checks, tokens.IdToken, refreshed.IdToken);
        var answer = (await client.TryUserinfoAsync(refreshed)).Response;
        context.Checks.Expect(
            answer.Status == 200 && answer.Text("sub") == tokens.IdToken?["sub"], "OIDCC-5.3.2", "The new access token is taken, and is about the same customer",
            answer.Describe());
    }
}
