namespace FapiAuthServer.Sca.Customers;

/// <summary>Who answers for restoring a customer, and how they know that it is the customer.</summary>
public sealed record Restoration
{
    /// <exception cref="ArgumentException">It was not two operators, or there is no evidence.</exception>
    public Restoration(string @operator, string secondOperator, string evidence)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(@operator);
        ArgumentException.ThrowIfNullOrWhiteSpace(secondOperator);
        ArgumentException.ThrowIfNullOrWhiteSpace(evidence);
        if (string.Equals(@operator.Trim(), secondOperator.Trim(), StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("A second operator has to agree.", nameof(secondOperator));

        Operator = @operator.Trim();
        SecondOperator = secondOperator.Trim();
        Evidence = evidence.Trim();
    }

    public string Operator { get; }

    public string SecondOperator { get; }

    /// <summary>Where the bank keeps the proof of the customer's identity.</summary>
    public string Evidence { get; }
}
