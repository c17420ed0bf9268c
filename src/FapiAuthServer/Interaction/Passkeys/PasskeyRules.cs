using FapiAuthServer.Sca;
using FapiAuthServer.Sca.Factors.Passkeys;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Interaction.Passkeys;

/// <summary>What ASP.NET Core Identity would take from the request is said by the bank: domain and origins. (WEBAUTHN-7.2)</summary>
internal sealed class PasskeyRules(IOptions<ScaOptions> sca) : IConfigureOptions<IdentityPasskeyOptions>
{
    private readonly PasskeyOptions passkeys = sca.Value.Passkeys;

    public void Configure(IdentityPasskeyOptions options)
    {
        options.ServerDomain = passkeys.RelyingPartyId;
        options.UserVerificationRequirement = "required";
        options.AuthenticatorTimeout = sca.Value.AttemptLifetime;
        options.ValidateOrigin = origin => ValueTask.FromResult(
            !origin.CrossOrigin && string.IsNullOrEmpty(origin.TopOrigin) && passkeys.Origins.Contains(origin.Origin, StringComparer.Ordinal));
    }
}
