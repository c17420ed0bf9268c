namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>What an authentication code is given for, and good for.</summary>
/// <param name="CustomerId">Who authenticated.</param>
/// <param name="ClientId">The client for which; at most 200 characters.</param>
/// <param name="ConsentId">The consent or visit for which; at most 100 characters.</param>
/// <param name="Action">What was agreed to.</param>
public sealed record CodeBinding(Guid CustomerId, string ClientId, string ConsentId, ScaAction Action)
{
    public const int ClientIdLength = 200;
    public const int ConsentIdLength = 100;

    internal bool FitsColumns => ClientId.Length is > 0 and <= ClientIdLength && ConsentId.Length is > 0 and <= ConsentIdLength;
}
