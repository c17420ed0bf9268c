namespace FapiAuthServer.Sca.Factors.App;

/// <summary>Where a banking app keeps its key. (SCA-067)</summary>
public enum KeyStorage
{
    /// <summary>In the app's own memory or a browser.</summary>
    Software,

    /// <summary>In a part of the processor that the system cannot read.</summary>
    TrustedEnvironment,

    /// <summary>In a chip of its own.</summary>
    SecureElement,
}
