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

    /// <summary>The origins, each exactly, whose pages may ask; none by default.</summary>
    public IList<string> Origins { get; } = [];

    /// <summary>Whether a passkey that is copied to other devices is a possession at least where nothing is paid; false by default.</summary>
    public bool SyncedKeysCount { get; set; }
}
