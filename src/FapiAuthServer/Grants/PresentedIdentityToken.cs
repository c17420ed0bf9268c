namespace FapiAuthServer.Grants;

/// <summary>Whom an ID token of this issuer is about, in the words of the clients it was for.</summary>
internal sealed record PresentedIdentityToken(string Subject, IReadOnlyList<string> Audiences);
