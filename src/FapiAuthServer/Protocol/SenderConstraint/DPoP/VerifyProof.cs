using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.SenderConstraint.DPoP;

/// <summary>Verifies a DPoP proof, when there is one, and marks it as used. Whether one is needed is decided elsewhere.</summary>
internal sealed class VerifyProof<TContext>(ProofVerification proofs) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public ValueTask HandleAsync(TContext context)
    {
        if (proofs.Verify(context.Fapi, context.Http.Request, coversToken: context is ValidateUserInfoRequestContext) is { } fault)
            context.Reject(fault);

        return ValueTask.CompletedTask;
    }
}
