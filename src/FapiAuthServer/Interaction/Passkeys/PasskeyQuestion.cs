namespace FapiAuthServer.Interaction.Passkeys;

/// <summary>A question of a sign-in, as the browser keeps it for us, encrypted.</summary>
/// <param name="Id">It is answered once.</param>
/// <param name="AskedAt">When it was asked.</param>
/// <param name="State">What the handler compares the answer with: the challenge.</param>
internal sealed record PasskeyQuestion(Guid Id, DateTimeOffset AskedAt, string State);
