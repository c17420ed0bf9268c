using FapiAuthServer.Profiles;
using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Grants;

/// <summary>A value of <c>acr</c>, and what earns it.</summary>
/// <param name="Value">As it is written in tokens.</param>
/// <param name="Traits">What an authentication must withstand for it, beyond the two elements that each of ours has.</param>
internal sealed record AuthenticationContext(string Value, AuthenticationTraits Traits = AuthenticationTraits.None)
{
    public static AuthenticationContext Of(AcrValue agreed) => new(
        agreed.Value,
        (agreed.ResistsPhishing ? AuthenticationTraits.PhishingResistant : AuthenticationTraits.None)
            | (agreed.IsInHardware ? AuthenticationTraits.HardwareProtected : AuthenticationTraits.None));

    public bool IsEarnedBy(AuthenticationTraits traits) => (traits & Traits) == Traits;
}
