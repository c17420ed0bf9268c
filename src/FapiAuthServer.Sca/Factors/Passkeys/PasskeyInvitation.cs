namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>The first step of a registration.</summary>
/// <param name="RegistrationId">For the second step.</param>
/// <param name="Options">For the browser, as JSON.</param>
public sealed record PasskeyInvitation(Guid RegistrationId, string Options);
