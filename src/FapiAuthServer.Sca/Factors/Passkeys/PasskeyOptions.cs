using System.ComponentModel.DataAnnotations;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>Passkeys.</summary>
public sealed class PasskeyOptions
{
    /// <summary>The domain passkeys are made for, such as bank.example; none by default, and then there are no passkeys. It cannot be changed later.</summary>
    [RegularExpression("[a-z0-9.-]+")]
    public string? RelyingPartyId { get; set; }

    /// <summary>What browsers call it; "Bank" by default.</summary>
    [Required]
    public string RelyingPartyName { get; set; } = "Bank";

    /// <summary>The origins, each exactly as browsers write it, whose pages may ask; none by default, needed with a domain.</summary>
    public List<string> Origins { get; set; } = [];

    /// <summary>What a new passkey has to show of its maker; nothing by default. Passkeys that are copied to other devices mostly show nothing.</summary>
    public AttestationDemand Attestation { get; set; } = AttestationDemand.None;

    /// <summary>PEM file with the root certificates of the makers that are trusted, such as those of the FIDO metadata; needed for <c>Direct</c>.</summary>
    public string? AttestationRoots { get; set; }

    /// <summary>The models (AAGUID) that may be added; all of the trusted makers by default. Takes <c>Direct</c>, without which a model is only a claim.</summary>
    public List<Guid> AllowedModels { get; set; } = [];

    /// <summary>Whether a passkey that is copied to other devices is a possession at least where nothing is paid; false by default.</summary>
    public bool SyncedKeysCount { get; set; }
}
