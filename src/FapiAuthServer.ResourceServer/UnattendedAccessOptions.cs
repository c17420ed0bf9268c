namespace FapiAuthServer.ResourceServer;

/// <summary>How often a third party may look at an account while the customer is not there (Delegated Regulation (EU) 2018/389, Art. 36(5)).</summary>
public sealed class UnattendedAccessOptions
{
    /// <summary>Accesses within <see cref="Window"/>; 4 by default, unless bank and third party have agreed on more with the customer's consent.</summary>
    public int Limit { get; set; } = 4;

    /// <summary>The time over which accesses are counted, at any moment back from then; 24 hours by default.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long one access may take: balance and transactions that are fetched one after the other are one; a minute by default.
    /// </summary>
    public TimeSpan AccessDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The headers in which a client says that the customer is there, by the customer's IP address; <c>x-fapi-customer-ip-address</c>
    /// and <c>PSU-IP-Address</c> by default. What a client says there is its own word, for which it answers to the bank.
    /// </summary>
    public IList<string> PresenceHeaders { get; } = ["x-fapi-customer-ip-address", "PSU-IP-Address"];

    /// <summary>How many accounts of customers at clients the built-in store counts; 100,000 by default. When it is full, requests are answered with 503.</summary>
    public int Capacity { get; set; } = 100_000;
}
