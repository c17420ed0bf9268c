namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Whether transaction risk analysis may be relied on in one band. (SCA-102)</summary>
public enum RiskBandState
{
    InUse,

    /// <summary>One quarter above the reference rate: reported to the authority, with measures.</summary>
    Warned,

    /// <summary>Two quarters in a row: not used, until a quarter is good again and the authority was told.</summary>
    Ceased,
}
