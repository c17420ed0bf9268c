using FapiAuthServer.Sca.Exemptions;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>What a payment was made on: strong authentication, or under an article none.</summary>
internal sealed record PaymentBasis(Guid CustomerId, string ClientId, string ActionHash, Article? Article, DateTimeOffset At);
