using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>Section 4.1: what can be wrong with a DPoP proof that comes with a good token, by name.</summary>
internal static class ProofFaults
{
    public static IReadOnlyDictionary<string, Action<JwtDraft>> ByName { get; } = new Dictionary<string, Action<JwtDraft>>
    {
        ["not a JWT"] = proof => proof.Afterwards = token => token.Replace(".", "", StringComparison.Ordinal),
        ["no typ"] = proof => proof.Header.Remove("typ"),
        ["no alg"] = proof => proof.Header.Remove("alg"),
        ["no jwk"] = proof => proof.Header.Remove("jwk"),
        ["no jti"] = proof => proof.Claims.Remove("jti"),
        ["no htm"] = proof => proof.Claims.Remove("htm"),
        ["no htu"] = proof => proof.Claims.Remove("htu"),
        ["no iat"] = proof => proof.Claims.Remove("iat"),
        ["no ath"] = proof => proof.Claims.Remove("ath"),
        ["wrong typ"] = proof => proof.Header["typ"] = "JWT",
        ["RS256"] = proof => proof.Header["alg"] = "RS256",
        ["none"] = proof => proof.Header["alg"] = "none",
        ["damaged signature"] = proof => proof.Afterwards = JwtDraft.DamageSignature,
        ["private key in jwk"] = proof => proof.Header["jwk"] = proof.Key.PrivateJwk(),
        ["htm PUT"] = proof => proof.Claims["htm"] = "PUT",
        ["htu of another host"] = proof => proof.Claims["htu"] = new Uri((string)proof.Claims["htu"]!) is var url
            ? url.OriginalString.Replace(url.Authority, "other1.example.com", StringComparison.Ordinal)
            : null,
        ["htu of another path"] = proof => proof.Claims["htu"] = (string)proof.Claims["htu"]! + "/more",
        ["iat an hour ahead"] = proof => proof.Shift(TimeSpan.FromHours(1), "iat"),
        ["iat an hour behind"] = proof => proof.Shift(TimeSpan.FromHours(-1), "iat"),
        ["wrong ath"] = proof => proof.Claims["ath"] = AuthorizationRequest.NewSecret(),
    };
}
