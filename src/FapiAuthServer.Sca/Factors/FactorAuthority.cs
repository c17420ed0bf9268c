using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;

namespace FapiAuthServer.Sca.Factors;

/// <summary>By what right a factor is added or taken away. (SCA-105)</summary>
public abstract record FactorAuthority
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    private FactorAuthority()
    {
    }

    /// <summary>The customer authenticated for exactly that, with other factors than the one that changes.</summary>
    public sealed record ByCustomer(AuthenticatedAction Action) : FactorAuthority;

    /// <summary>The bank identified the customer itself, in a branch or by a process of equal worth.</summary>
    /// <param name="Operator">Who of the bank.</param>
    /// <param name="Evidence">Where the bank keeps the evidence.</param>
    public sealed record ByBank(string Operator, string Evidence) : FactorAuthority;

    internal void Require(Guid customerId, FactorKinds changed, ChangeKind kind, DateTimeOffset now)
    {
        var isPermitted = this switch
        {
            ByBank bank => bank.Operator.Trim().Length > 0 && bank.Evidence.Trim().Length > 0,
            ByCustomer { Action: var sca } => sca.CustomerId == customerId
                && sca.Action is ScaAction.Change change && change.Kind == kind
                && (sca.Factors & changed) == 0
                && now - sca.AuthenticatedAt <= Freshness,
            _ => false,
        };

        if (!isPermitted)
            throw new EnrolmentRefusedException(["NotAuthorized"]);
    }

    /// <summary>From when a new factor is good for payments: at once when the bank looked the customer in the face. (SCA-211)</summary>
    internal DateTimeOffset PaymentsFrom(DateTimeOffset now, ScaOptions options) => this is ByBank ? now : now + options.NewFactorCoolingOff;
}
