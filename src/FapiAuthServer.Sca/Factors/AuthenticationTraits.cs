namespace FapiAuthServer.Sca.Factors;

/// <summary>What a strong authentication withstands beyond what the law asks of it.</summary>
[Flags]
public enum AuthenticationTraits
{
    None = 0,

    /// <summary>A page that only looks like the bank's cannot use it: the key signs for the bank's own address.</summary>
    PhishingResistant = 1,

    /// <summary>The key is held by hardware whose maker vouches for it, and cannot leave it.</summary>
    HardwareProtected = 2,
}
