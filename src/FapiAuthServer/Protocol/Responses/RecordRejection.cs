using FapiAuthServer.Audit;
using FapiAuthServer.Rejections;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Responses;

/// <summary>
/// Every refusal passes here: it is audited with its clause, what authenticated the request stays used, and what the
/// engine refused by itself gets a reason of the catalogue.
/// </summary>
internal sealed class RecordRejection(SingleUseStore singleUse, AuditTrail audit) : IOpenIddictServerHandler<ProcessErrorContext>
{
    public async ValueTask HandleAsync(ProcessErrorContext context)
    {
        var fapi = context.Fapi;
        var rejection = fapi.Rejection ?? EngineRejections.Translate(context.Error, context.ErrorDescription, context.EndpointType);

        // A request that was authenticated by something used before is told that, and nothing about what else it asked.
        if (singleUse.HasPendingReplays && await singleUse.CommitReplaysOnlyAsync() is { } replayed)
            rejection = replayed;

        fapi.Rejection = rejection;
        context.Error = rejection.Reason.Error;
        context.ErrorDescription = rejection.Reason.Description;
        context.ErrorUri = null;

        await audit.RecordAsync(new SecurityEvent(SecurityEvent.RequestRefused, fapi.Issuer.Name)
        {
            ClientId = fapi.Client?.ClientId ?? fapi.ClaimedClientId,
            Subject = fapi.Grant?.Subject,
            Endpoint = context.EndpointType.ToString(),
            Reason = rejection.Reason.Code,
            Clause = rejection.Clause,
            CorrelationId = fapi.CorrelationId,
            OperatorDetail = rejection.OperatorDetail,
        });
    }
}
