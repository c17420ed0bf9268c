namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>What a new passkey has to show of its maker.</summary>
public enum AttestationDemand
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A statement that leads to one of the roots the bank trusts.</summary>
    Direct,
}
