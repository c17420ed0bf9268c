namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>A passkey, as its owner and the bank may see it.</summary>
/// <param name="Id">The row.</param>
/// <param name="Label">What its owner calls it.</param>
/// <param name="IsSynced">Whether it may be copied to other devices; then it pays nothing.</param>
/// <param name="RegisteredAt">Since when.</param>
/// <param name="PaymentsFrom">From when it is good for payments.</param>
public sealed record PasskeySummary(Guid Id, string Label, bool IsSynced, DateTimeOffset RegisteredAt, DateTimeOffset PaymentsFrom);
