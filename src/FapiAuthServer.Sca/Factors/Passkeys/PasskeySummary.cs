namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>A passkey, as its owner and the bank may see it.</summary>
public sealed record PasskeySummary(Guid Id, string Label, bool IsSynced, DateTimeOffset RegisteredAt);
