namespace FapiAuthServer.Sca.Factors;

/// <summary>What an element rests on.</summary>
public enum FactorCategory
{
    /// <summary>Something only the customer knows.</summary>
    Knowledge,

    /// <summary>Something only the customer has.</summary>
    Possession,

    /// <summary>Something the customer is.</summary>
    Inherence,
}
