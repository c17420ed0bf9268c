using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using Constraint = FapiAuthServer.Profiles.SenderConstraint;

namespace FapiAuthServer.Protocol.SenderConstraint;

/// <summary>
/// No token leaves without a key it is bound to. Decided before a code or refresh token is looked at, so a request
/// without a proof burns nothing.
/// </summary>
internal sealed class RequireSenderConstraint : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var fapi = context.Fapi;
        var rule = fapi.Profile.SenderConstraints;
        var required = fapi.Client!.Client.RequiredConstraint;

        var offered = (required, fapi.Proof, fapi.CertificateThumbprint) switch
        {
            (Constraint.DPoP, null, _) => null,
            (Constraint.MutualTls, _, null) => null,
            (Constraint.MutualTls, _, _) => Constraint.MutualTls,
            (_, not null, _) => Constraint.DPoP,
            (_, _, not null) => Constraint.MutualTls,
            _ => (Constraint?)null,
        };

        if (offered is { } constraint && rule.Value.Contains(constraint))
            fapi.Constraint = constraint;
        else
            context.Reject(required == Constraint.DPoP ? Reasons.ProofRequired : Reasons.SenderConstraintMissing, rule.Clause);

        return ValueTask.CompletedTask;
    }
}
