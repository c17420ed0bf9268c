namespace FapiAuthServer.Interaction.Passkeys;

/// <summary>What the page of a sign-in needs to ask a device for a passkey.</summary>
/// <param name="Options">For <c>navigator.credentials.get</c>, as JSON.</param>
/// <param name="Question">Comes back with the answer; only this server can read it.</param>
internal sealed record PasskeyPrompt(string Options, string Question);
