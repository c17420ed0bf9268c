namespace FapiAuthServer.Sca.Customers;

/// <summary>Where a customer lives.</summary>
public sealed record CustomerAddress
{
    public string? Street { get; init; }
    public string? Locality { get; init; }
    public string? Region { get; init; }
    public string? PostalCode { get; init; }
    public string? Country { get; init; }

    public override string ToString() => nameof(CustomerAddress);
}
