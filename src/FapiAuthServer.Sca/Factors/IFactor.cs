using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.StepUp;

namespace FapiAuthServer.Sca.Factors;

/// <summary>One way to show who one is; each room has one, or two that share devices.</summary>
internal interface IFactor
{
    FactorKinds Kind { get; }

    /// <summary>Whether this customer could answer a challenge for such an action now.</summary>
    Task<bool> IsUsableAsync(Customer customer, bool isPayment, CancellationToken ct);

    /// <summary>Whether it could be two elements of different kinds by itself, so that nothing need be shown beside it.</summary>
    Task<bool> IsEnoughAloneAsync(Customer customer, bool isPayment, CancellationToken ct) => Task.FromResult(false);

    /// <summary>Does what must be done before the customer can answer, such as sending a text.</summary>
    Task<Preparation> PrepareAsync(Challenge challenge, Customer customer, CancellationToken ct);

    /// <summary>Judges a proof without using it up.</summary>
    Task<FactorVerdict> JudgeAsync(Challenge challenge, Customer customer, string proof, CancellationToken ct);

    /// <summary>Ends everything the customer has of this factor, and destroys its secrets. (SCA-109)</summary>
    Task RevokeAllAsync(Guid customerId, CancellationToken ct);
}
