using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.Sca.Factors.Totp;

namespace FapiAuthServer.Interaction.Security;

/// <summary>What came of a change. What is in it is shown in the answer to the form and nowhere else.</summary>
internal sealed record ChangeOutcome
{
    public static ChangeOutcome Done { get; } = new();

    public static ChangeOutcome Refused { get; } = new() { IsRefused = true };

    /// <summary>The customer was who they are, and still it could not be done.</summary>
    public bool IsRefused { get; private init; }

    /// <summary>Whether the new factor counts only with its first code.</summary>
    public bool AwaitsFirstCode { get; init; }
    public ActivationCode? Activation { get; init; }

    /// <summary>What the device is asked for, which makes the passkey.</summary>
    public PasskeyInvitation? Invitation { get; init; }
    public TotpSeed? Seed { get; init; }
    public IReadOnlyList<string>? RecoveryCodes { get; init; }

    // A record would otherwise print its secrets.
    public override string ToString() => nameof(ChangeOutcome);
}
