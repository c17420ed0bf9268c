using FapiAuthServer.Profiles;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Authorization;

/// <summary>PKCE: a challenge by a method that the profile allows.</summary>
internal sealed class RequireProofKey<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    /// <summary>RFC7636-4.2: base64url of 32 bytes.</summary>
    private const int ChallengeLength = 43;

    public ValueTask HandleAsync(TContext context)
    {
        var demand = context.Fapi.Profile.ProofKeyRequired;
        var rule = context.Fapi.Profile.ProofKeyMethods;
        var challenge = context.Transaction.Request!.CodeChallenge;

        if (string.IsNullOrEmpty(challenge))
        {
            if (IsRequired(demand.Value, context.Fapi) || context.Transaction.Request.CodeChallengeMethod is not null)
                context.Reject(Reasons.ProofKeyRequired, demand.Clause);
        }
        else if (context.Transaction.Request!.CodeChallengeMethod is not { } method || !rule.Value.Contains(method))
            context.Reject(Reasons.ProofKeyMethodRefused, rule.Clause);
        else if (challenge.Length != ChallengeLength || !challenge.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            context.Reject(Reasons.ProofKeyMalformed, "RFC7636-4.2");

        return ValueTask.CompletedTask;
    }

    private static bool IsRequired(ProofKeyDemand demand, FapiTransaction fapi)
        => demand == ProofKeyDemand.Always || demand == ProofKeyDemand.Pushed && !fapi.IsDirectRequest;
}
