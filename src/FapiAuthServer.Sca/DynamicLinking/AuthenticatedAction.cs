using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>Proof that a customer authenticated strongly for one action: only a consumed code makes it.</summary>
public sealed class AuthenticatedAction
{
    internal AuthenticatedAction(CodeBinding binding, FactorKinds factors, DateTimeOffset authenticatedAt)
    {
        CustomerId = binding.CustomerId;
        ClientId = binding.ClientId;
        Action = binding.Action;
        Factors = factors;
        AuthenticatedAt = authenticatedAt;
    }

    public Guid CustomerId { get; }

    public string ClientId { get; }

    public ScaAction Action { get; }

    /// <summary>The factors that were shown.</summary>
    public FactorKinds Factors { get; }

    public DateTimeOffset AuthenticatedAt { get; }
}
