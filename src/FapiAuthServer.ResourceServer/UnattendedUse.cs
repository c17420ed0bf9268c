namespace FapiAuthServer.ResourceServer;

/// <summary>Whether an access may take place while the customer is not there.</summary>
/// <param name="IsAllowed">Whether it may.</param>
/// <param name="RetryAt">When it might again; null when it may now, or when nobody can tell at the moment.</param>
public readonly record struct UnattendedUse(bool IsAllowed, DateTimeOffset? RetryAt = null);
