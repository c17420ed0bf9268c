namespace FapiAuthServer.Sca.Factors.App;

/// <summary>What the app shows, and signs.</summary>
/// <param name="ChallengeId">For the answer.</param>
/// <param name="Nonce">In base64url, for the answer.</param>
/// <param name="Action">The canonical form: everything in it is shown, and SHA-256 over these characters is signed.</param>
/// <param name="ClientName">Who asks.</param>
/// <param name="Choices">Three numbers of which the customer picks the one in the browser; empty when a code is typed instead.</param>
/// <param name="Question">What the app's code is computed over, in hexadecimal.</param>
/// <param name="ExpiresAt">When it is too late.</param>
public sealed record AppPrompt(
    Guid ChallengeId, string Nonce, string Action, string ClientName, IReadOnlyList<int> Choices, string Question, DateTimeOffset ExpiresAt);
