namespace FapiAuthServer.Audit;

/// <summary>What is audited. The names are stable: auditors and alerts rely on them.</summary>
internal sealed record SecurityEvent(string Name, string Issuer)
{
    public const string RequestRefused = "request_refused";
    public const string RequestPushed = "request_pushed";
    public const string SignInSucceeded = "sign_in_succeeded";
    public const string SignInFailed = "sign_in_failed";
    public const string ActionAuthenticated = "action_authenticated";
    public const string ActionAuthenticationFailed = "action_authentication_failed";
    public const string ConsentGiven = "consent_given";
    public const string ConsentRemembered = "consent_remembered";
    public const string ConsentDenied = "consent_denied";
    public const string VisitCancelled = "visit_cancelled";
    public const string CodeIssued = "code_issued";
    public const string CodeReplayed = "code_replayed";
    public const string DeviceActivationIssued = "device_activation_issued";
    public const string DeviceActivationRefused = "device_activation_refused";
    public const string DeviceReportedLost = "device_reported_lost";
    public const string NumberReportedLost = "number_reported_lost";
    public const string FactorChangeBegun = "factor_change_begun";
    public const string FactorChanged = "factor_changed";
    public const string FactorChangeRefused = "factor_change_refused";
    public const string PasskeyAdded = "passkey_added";
    public const string PasskeyRefused = "passkey_refused";
    public const string PasskeyReportedLost = "passkey_reported_lost";
    public const string SignedOut = "signed_out";
    public const string LogoutNotified = "logout_notified";
    public const string LogoutNotNotified = "logout_not_notified";
    public const string TokensIssued = "tokens_issued";
    public const string TokensRefreshed = "tokens_refreshed";
    public const string TokenRevoked = "token_revoked";
    public const string GrantRevoked = "grant_revoked";
    public const string PaymentReported = "payment_reported";
    public const string FraudReported = "fraud_reported";
    public const string RiskBandChanged = "risk_band_changed";

    public string? ClientId { get; init; }
    public string? Subject { get; init; }
    public string? Endpoint { get; init; }
    public string? Reason { get; init; }
    public string? Clause { get; init; }
    public Guid CorrelationId { get; init; }

    /// <summary>For the log only: what an operator needs to understand a refusal; never protocol material.</summary>
    public string? OperatorDetail { get; init; }
}
