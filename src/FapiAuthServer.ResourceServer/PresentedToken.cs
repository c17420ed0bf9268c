namespace FapiAuthServer.ResourceServer;

/// <summary>
/// An access token as it arrived, and the constraint its scheme stands for: Bearer is how certificate-bound tokens travel.
/// </summary>
internal sealed record PresentedToken(string Token, SenderConstraints Scheme);
