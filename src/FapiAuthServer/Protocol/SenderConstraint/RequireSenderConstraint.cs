using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using Constraint = FapiAuthServer.Profiles.SenderConstraint;

namespace FapiAuthServer.Protocol.SenderConstraint;

/// <summary>
/// No token leaves without a key it is bound to, unless the profile lets it live for a short while. Decided before a code or refresh token is looked at, so a request
/// without a proof burns nothing.
/// </summary>
internal sealed class RequireSenderConstraint : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var fapi = context.Fapi;
        var rule = fapi.Profile.SenderConstraints;
        var required = fapi.Client!.Client.RequiredConstraint;

        var mustBind = fapi.Profile.UnboundTokenLifetime.Value == TimeSpan.Zero;

        var offered = (required, fapi.Proof, fapi.CertificateThumbprint) switch
        {
            (Constraint.DPoP, null, _) => null,
            (Constraint.MutualTls, _, null) => null,
            (Constraint.MutualTls, _, _) => Constraint.MutualTls,
            (_, not null, _) => Constraint.DPoP,
            (_, _, not null) when mustBind => Constraint.MutualTls, // where it may be left out, a client says that it wants it
            _ => (Constraint?)null,
        };

        if (offered is { } constraint && rule.Value.Contains(constraint))
            fapi.Constraint = constraint;
        else if (required is not null || mustBind)
            context.Reject(required == Constraint.DPoP ? Reasons.ProofRequired : Reasons.SenderConstraintMissing, rule.Clause);

        return ValueTask.CompletedTask;
    }
}
