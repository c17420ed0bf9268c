using FapiAuthServer.ResourceServer;
using SandboxKit;

namespace SampleBank.Api.Payments;

/// <summary>A payment that was carried out, with what the authorization server joins it by.</summary>
internal sealed record PaymentToReport(IssuerDescription Issuer, string RecordId, PaymentOrder Order, ExecutedPayment Executed)
{
    /// <summary>Null for a token that names no record: no customer of a known issuer authenticated for it.</summary>
    public static PaymentToReport? Of(Kit kit, VerifiedAccessToken token, PaymentOrder order, ExecutedPayment executed)
        => kit.Server.Issuers.FirstOrDefault(issuer => issuer.Issuer == token.Issuer) is { } issuer
            && token.Claims.TryGetProperty("sca", out var sca) && sca.TryGetProperty("record_id", out var record) && record.GetString() is { } id
                ? new PaymentToReport(issuer, id, order, executed)
                : null;
}
