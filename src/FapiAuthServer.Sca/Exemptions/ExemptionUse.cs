namespace FapiAuthServer.Sca.Exemptions;

/// <summary>What became of a decision that was to be used.</summary>
public enum ExemptionUse
{
    /// <summary>It holds, and counts as used once the caller's transaction is committed.</summary>
    Used,

    /// <summary>Something was given under it before.</summary>
    UsedBefore,

    /// <summary>Too much was paid meanwhile; the customer has to authenticate after all.</summary>
    Lapsed,

    /// <summary>It is no exemption, or was for another customer, client, consent or action.</summary>
    OtherBinding,
}
