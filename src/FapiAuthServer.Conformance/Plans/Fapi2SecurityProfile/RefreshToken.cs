using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class RefreshToken : IConformanceModule
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "refresh-token", "Refresh tokens give new tokens to their client alone, who has to say who it is and to show a key.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
        Clients = 2,
        Waits = Grace,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var (first, second) = (context.First, context.Second);
        var tokens = await ObtainAsync(context, first);
        await RefreshAsync(context, first, tokens, call => call.Form!["scope"] = string.Join(' ', tokens.Request!.Scopes));
        var tokensOfSecond = await ObtainAsync(context, second);
        await RefreshAsync(context, second, tokensOfSecond, null);

        await first.ExpectRefreshRefusedAsync(tokensOfSecond, new TokenRefusal("RFC6749-6", "Another client's refresh token", "invalid_grant"));
        await ExpectAuthenticationDemandedAsync(context, tokens);
        await ExpectPossessionDemandedAsync(context, tokens);
    }

    private static async Task<TokenAnswer> ObtainAsync(ModuleContext context, ClientFlow client)
    {
        var tokens = await client.ObtainTokensAsync(request =>
        {
            if (request["scope"]!.Split(' ').Contains("offline_access"))
            {
                request["prompt"] = "consent";
            }
        });
        RefreshedTokenChecks.CheckAnnounced(context, tokens);
        return tokens;
    }

    private static async Task RefreshAsync(ModuleContext context, ClientFlow client, TokenAnswer tokens, Action<Call>? alter)
    {
        await context.WaitAsync(Pause, "so that the times of the tokens differ");
        // The refresh token is the client's, not the key's: a client that lost its key goes on with a new one.
        client.DPoPKey = context.Traits.UsesDPoP ? client.NewDPoPKey() : null;
        var refreshed = await client.RefreshAsync(tokens, alter);
        RefreshedTokenChecks.CheckIdToken(context.Checks, tokens.IdToken, refreshed.IdToken);
        await client.CallResourceAsync(refreshed);
        if (context.Traits.Demands.ReplacedRefreshToken is { } demand && refreshed.RefreshToken is not null && refreshed.RefreshToken != tokens.RefreshToken)
        {
            await context.WaitAsync(Grace, "before the refresh token that was replaced is used again");
            var again = await client.TryRefreshAsync(tokens);
            context.Checks.Expect(
                again.IsSuccess, demand, "A refresh token that was replaced still works half a minute later", again.Response.Describe());
        }
    }

    private static async Task ExpectAuthenticationDemandedAsync(ModuleContext context, TokenAnswer tokens)
    {
        if (context.Traits is { UsesAssertion: false, UsesDPoP: false })
        {
            return; // The certificate is both who the client is and what its tokens are bound to; that is the next test.
        }
        var refusal = new TokenRefusal(
            "RFC6749-6", "A refresh by a client that does not say who it is", "invalid_client", "invalid_grant", "invalid_request")
        {
            UnauthorizedIsFine = true,
        };
        await ExpectRefusedAsync(context, tokens, refusal, call =>
        {
            call.Assertion = null;
            call.Certificate = context.Traits.UsesAssertion ? call.Certificate : null;
        });
    }

    private static async Task ExpectPossessionDemandedAsync(ModuleContext context, TokenAnswer tokens)
    {
        if (context.Traits is { UsesCertificateForTokens: false, UsesDPoP: false })
        {
            return; // Nothing is bound to anything that the client could hold.
        }
        string[] errors = context.Traits switch
        {
            { UsesDPoP: true } => ["invalid_request", "invalid_grant", "invalid_dpop_proof"],
            { UsesAssertion: true } => ["invalid_client", "invalid_grant", "invalid_request"],
            _ => ["invalid_client", "invalid_request"],
        };
        var refusal = new TokenRefusal(context.Traits.Demands.SenderConstraint, "A refresh without proof of possession", errors) { UnauthorizedIsFine = !context.Traits.UsesDPoP };
        await ExpectRefusedAsync(context, tokens, refusal, call =>
        {
            call.Proof = null;
            call.Certificate = context.Traits.UsesDPoP ? call.Certificate : null;
        });
    }

    private static async Task ExpectRefusedAsync(ModuleContext context, TokenAnswer tokens, TokenRefusal refusal, Action<Call> alter)
    {
        try
        {
            await context.First.ExpectRefreshRefusedAsync(tokens, refusal, alter);
        }
        catch (WireException exception) when (exception.IsRefusalInTls)
        {
            context.Checks.Expect(true, refusal.Requirement, $"{refusal.Why} is refused", exception.Message);
        }
    }
}
