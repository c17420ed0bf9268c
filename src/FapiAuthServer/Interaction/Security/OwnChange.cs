using System.Text.Json.Serialization;
using FapiAuthServer.Interaction.Approval;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Interaction.Security;

/// <summary>A change that a customer is about, and how far they are with authenticating for it. Kept with the session, one at a time.</summary>
internal sealed record OwnChange(string Id, OwnChangeKind Kind)
{
    public ApprovalState Approval { get; init; } = new();

    /// <summary>The new number, encrypted, and its end as it is shown.</summary>
    public byte[]? ProtectedNumber { get; init; }
    public string? NumberEnd { get; init; }

    /// <summary>What the customer calls the new passkey.</summary>
    public string? Label { get; init; }

    /// <summary>Whether the customer is through, and only the first code of the new factor is missing.</summary>
    public bool AwaitsFirstCode { get; init; }

    /// <summary>What the customer agrees to, as the app and the texts say it.</summary>
    [JsonIgnore]
    public ScaAction Action => Kind switch
    {
        OwnChangeKind.Phone => new ScaAction.Change(ChangeKind.AddFactor, "Banking app"),
        OwnChangeKind.Number => new ScaAction.Change(ChangeKind.AddFactor, NumberEnd is null ? "Mobile number" : $"Mobile number {NumberEnd}"),
        OwnChangeKind.AuthenticatorApp => new ScaAction.Change(ChangeKind.AddFactor, "Authenticator app"),
        OwnChangeKind.RecoveryCodes => new ScaAction.Change(ChangeKind.AddFactor, "Recovery codes"),
        OwnChangeKind.Passkey => new ScaAction.Change(ChangeKind.AddFactor, "Passkey"),
        OwnChangeKind.Password => new ScaAction.Change(ChangeKind.ChangePassword, "Password"),
        _ => throw new InvalidOperationException("Not something a customer can change."),
    };

    /// <summary>What cannot vouch for its own replacement. (SCA-105)</summary>
    [JsonIgnore]
    public FactorKinds Replaced => Kind switch
    {
        OwnChangeKind.Number => FactorKinds.Sms,
        OwnChangeKind.AuthenticatorApp => FactorKinds.Totp,
        OwnChangeKind.RecoveryCodes => FactorKinds.RecoveryCode,
        OwnChangeKind.Password => FactorKinds.Password,
        _ => FactorKinds.None,
    };
}
