namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>One payment of a batch.</summary>
public sealed record BatchItem(Money Amount, Payee Payee);
