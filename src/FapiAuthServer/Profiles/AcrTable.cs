namespace FapiAuthServer.Profiles;

/// <summary>Whose values of <c>acr</c> an issuer gives.</summary>
internal enum AcrTable
{
    /// <summary>Open Banking in the United Kingdom: <c>urn:openbanking:psd2:sca</c> and <c>:ca</c>.</summary>
    UnitedKingdom,

    /// <summary>Consumer Data Right in Australia: <c>urn:cds.au:cdr:3</c> and <c>:2</c>.</summary>
    Australia,

    /// <summary>Open Finance in Brazil: <c>urn:brasil:openbanking:loa3</c> and <c>loa2</c>.</summary>
    Brazil,

    /// <summary>OpenID Connect EAP ACR Values: <c>phr</c>, and <c>phrh</c> where hardware is attested. Earned by passkeys.</summary>
    PhishingResistant,
}
