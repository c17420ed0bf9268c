namespace FapiAuthServer.Sca.Customers;

/// <summary>Who a customer is.</summary>
/// <param name="Id">The row's id; not for the outside world.</param>
/// <param name="Subject">The stable public name: random, 32 hexadecimal digits.</param>
/// <param name="Username">What the customer signs in with, as enrolled.</param>
/// <param name="DisplayName">How the bank addresses the customer.</param>
public sealed record CustomerIdentity(Guid Id, string Subject, string Username, string DisplayName);
