namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>What a passkey said, once its signature and all that WebAuthn demands was found good but for the counter, which the module compares.</summary>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="CredentialId">Which.</param>
/// <param name="SignCount">Its counter now.</param>
/// <param name="IsBackupEligible">Whether it may be copied.</param>
/// <param name="IsBackedUp">Whether it is.</param>
public sealed record VerifiedPasskey(Guid CustomerId, byte[] CredentialId, uint SignCount, bool IsBackupEligible, bool IsBackedUp);
