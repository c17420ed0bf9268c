using System.Text.Json;
using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Grants.Details;
using FapiAuthServer.Issuers;
using FapiAuthServer.Jose;
using FapiAuthServer.Keys;
using FapiAuthServer.Rejections;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Transaction;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Protocol.PaymentReports;

/// <summary>
/// Takes in what was paid and what of it was fraud (RTS-29): HTTP in, a call of the module, HTTP out. A payment is entered only if
/// it is exactly what the customer agreed to, so that the evidence joins request, authentication, grant and payment.
/// </summary>
internal sealed class PaymentReportApi(
    FapiDbContext db, ReportCaller caller, PaymentBook book, AuthorizationDetailsTypes types, KeyRing keys, AuditTrail audit, TimeProvider time)
{
    private const string BadRequest = "RFC9110-15.5.1";
    private const string Traceability = "RTS-29";
    private const string DynamicLinking = "RTS-5.1.d";

    public async Task TakePaymentAsync(HttpContext context, CancellationToken cancellation)
    {
        if (await AdmitAsync(context, cancellation) is not { } fapi)
            return;

        if (await ReportMessage.ReadPaymentAsync(context, cancellation) is not { } message || !TryFindPayment(message.Details, out var action))
        {
            await RefuseAsync(context, fapi, new Rejection(Reasons.ReportMalformed, BadRequest));
            return;
        }

        var grant = await FindGrantAsync(fapi.Issuer, message.RecordId, cancellation);
        fapi.CorrelationId = grant?.Id ?? fapi.CorrelationId;
        var entered = grant is null
            ? PaymentReporting.RecordUnknown
            : await book.ReportAsync(new PaymentReport(message.PaymentId, message.RecordId, action, message.ExecutedAt), cancellation);
        if (RefusalOf(entered) is { } refusal)
        {
            await RefuseAsync(context, fapi, refusal);
            return;
        }

        if (entered == PaymentReporting.Entered)
            await RecordAsync(fapi, SecurityEvent.PaymentReported, message.PaymentId, grant!.Subject);
        await AnswerAsync(context, entered == PaymentReporting.Entered ? StatusCodes.Status201Created : StatusCodes.Status200OK, message.PaymentId);
    }

    public async Task TakeFraudAsync(HttpContext context, CancellationToken cancellation)
    {
        if (await AdmitAsync(context, cancellation) is not { } fapi)
            return;

        if (await ReportMessage.ReadFraudAsync(context, cancellation) is not { } message)
        {
            await RefuseAsync(context, fapi, new Rejection(Reasons.ReportMalformed, BadRequest));
            return;
        }

        // A payment of another issuer is none of this one's.
        var record = await book.FindRecordAsync(message.PaymentId, cancellation);
        var grant = record is { } id ? await FindGrantAsync(fapi.Issuer, id, cancellation) : null;
        if (grant is null || await book.ReportFraudAsync(message.PaymentId, cancellation) is var marked && marked == FraudReporting.PaymentUnknown)
        {
            await RefuseAsync(context, fapi, new Rejection(Reasons.ReportPaymentUnknown, Traceability));
            return;
        }

        fapi.CorrelationId = grant.Id;
        if (marked == FraudReporting.Marked)
            await RecordAsync(fapi, SecurityEvent.FraudReported, message.PaymentId, grant.Subject);
        await AnswerAsync(context, StatusCodes.Status200OK, message.PaymentId);
    }

    private async Task<FapiTransaction?> AdmitAsync(HttpContext context, CancellationToken cancellation)
    {
        var issuer = context.Features.Get<Issuer>()!;
        if (issuer.Options.PaymentReportScope is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }

        var certificate = context.Features.Get<PresentedCertificate>();
        var fapi = new FapiTransaction(issuer) { Certificate = certificate?.Certificate, CertificateThumbprint = certificate?.Thumbprint };
        if (issuer.Options.DPoPNonceRequired)
            context.Response.Headers[DPoPProof.NonceHeaderName] = keys.DPoPNonce.Current(time.GetUtcNow());

        if (await caller.AdmitAsync(fapi, context, cancellation) is not { } refusal)
            return fapi;

        await RefuseAsync(context, fapi, refusal);
        return null;
    }

    private bool TryFindPayment(GrantDetails details, out ScaAction action)
    {
        action = null!;
        if (details.IsEmpty || details.All.Any(detail => !types.TryGet(detail.Type, out var type) || type.Fault(detail.Json) is not null)
            || !types.TryFindAction(details, out var found) || found is null)
            return false;

        action = found;
        return true;
    }

    private async Task<Grant?> FindGrantAsync(Issuer issuer, Guid recordId, CancellationToken cancellation)
        => await db.Grants.AsNoTracking().FirstOrDefaultAsync(grant => grant.ActionRecordId == recordId && grant.Issuer == issuer.Name, cancellation);

    private static Rejection? RefusalOf(PaymentReporting reporting) => reporting switch
    {
        PaymentReporting.Entered or PaymentReporting.EnteredBefore => null,
        PaymentReporting.RecordUnknown => new Rejection(Reasons.ReportRecordUnknown, Traceability),
        PaymentReporting.OtherAction => new Rejection(Reasons.ReportOtherPayment, DynamicLinking),
        PaymentReporting.WrongTime => new Rejection(Reasons.ReportWrongTime, Traceability),
        _ => new Rejection(Reasons.ReportConflict, Traceability),
    };

    private async Task RefuseAsync(HttpContext context, FapiTransaction fapi, Rejection rejection)
    {
        var reason = rejection.Reason;
        await audit.RecordAsync(new SecurityEvent(SecurityEvent.RequestRefused, fapi.Issuer.Name)
        {
            ClientId = fapi.AccessToken?.ClientId ?? fapi.ClaimedClientId,
            Endpoint = context.Request.Path,
            Reason = reason.Code,
            Clause = rejection.Clause,
            CorrelationId = fapi.CorrelationId,
            OperatorDetail = rejection.OperatorDetail,
        });

        var status = StatusOf(reason);
        var isBare = reason == Reasons.TokenMissing; // RFC6750-3.1: told how to send a token, not what is wrong with it
        var fault = isBare ? "" : $", error=\"{reason.Error}\", error_description=\"{reason.Description}\"";
        if (status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
            context.Response.Headers.WWWAuthenticate = new(
                [$"DPoP algs=\"{string.Join(' ', fapi.Profile.SigningAlgorithms.Value)}\"{fault}", $"Bearer realm=\"{fapi.Issuer.Identifier}\"{fault}"]);

        context.Response.StatusCode = status;
        if (!isBare)
            await WriteAsync(context, new Dictionary<string, string> { ["error"] = reason.Error, ["error_description"] = reason.Description });
    }

    private static int StatusOf(Reason reason) => reason.Status
        ?? (reason == Reasons.ReportScopeInsufficient ? StatusCodes.Status403Forbidden
            : reason == Reasons.ReportMalformed || reason == Reasons.ReportOtherPayment || reason == Reasons.ReportWrongTime || reason == Reasons.TokenInQuery
                ? StatusCodes.Status400BadRequest
            : StatusCodes.Status401Unauthorized);

    private ValueTask RecordAsync(FapiTransaction fapi, string what, string paymentId, string subject)
        => audit.RecordAsync(new SecurityEvent(what, fapi.Issuer.Name)
        {
            ClientId = fapi.AccessToken!.ClientId,
            Subject = subject,
            CorrelationId = fapi.CorrelationId,
            OperatorDetail = paymentId,
        });

    private static Task AnswerAsync(HttpContext context, int status, string paymentId)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new Dictionary<string, string> { ["payment_id"] = paymentId });
    }

    private static Task WriteAsync(HttpContext context, Dictionary<string, string> body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(body), context.RequestAborted);
    }
}
