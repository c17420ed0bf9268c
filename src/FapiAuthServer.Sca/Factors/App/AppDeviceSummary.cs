namespace FapiAuthServer.Sca.Factors.App;

/// <summary>A device, as its owner and the bank may see it.</summary>
public sealed record AppDeviceSummary(Guid Id, string Label, KeyStorage KeyStorage, bool IsIntact, DateTimeOffset EnrolledAt);
