namespace FapiAuthServer.Sca.Customers;

/// <summary>What a customer is to be told.</summary>
/// <param name="CustomerId">Whom.</param>
/// <param name="Kind">What.</param>
/// <param name="Detail">Which factor or client it is about, or null.</param>
public sealed record CustomerNotice(Guid CustomerId, NoticeKind Kind, string? Detail = null);
