using FapiAuthServer.Jose;
using SampleFintech.Web.Journal;

namespace SampleFintech.Web.Connecting;

/// <summary>Verifies an ID token before anything in it is believed (OIDC Core §3.1.3.7).</summary>
internal sealed class IdTokenVerifier(FintechIdentity self, TimeProvider time)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(10);

    /// <returns>The customer's identifier at the bank, or null.</returns>
    public string? Verify(Step step, string? idToken, PendingConnection pending)
    {
        if (!step.Verify(idToken is not null, "There is an ID token."))
            return null;
        var parsed = CompactJws.Parse(idToken!);
        var keys = VerificationKeySet.Parse(pending.Bank.Jwks);
        if (!parsed.IsValid || !keys.IsValid)
        {
            step.Verify(false, parsed.Description ?? keys.Description!);
            return null;
        }

        var jws = parsed.Value;
        var key = keys.Value.Find(jws.KeyId, jws.Algorithm);
        var audiences = jws.GetStrings("aud", out _);
        var expires = jws.TryGetDate("exp", out var date) ? date : null;
        var isGenuine = step.Verify(FapiAlgorithms.Supported.Contains(jws.Algorithm), "The ID token’s algorithm is one that FAPI 2.0 allows.")
            & step.Verify(key.IsValid && jws.VerifySignature(key.Value), "Its signature verifies with a key of the server.")
            & step.Verify(jws.GetString("iss") == pending.Bank.Issuer, "It is from this server (iss).")
            & step.Verify(audiences is [var audience] && audience == self.ClientId, "It is for this client and no other (aud).")
            & step.Verify(expires + ClockSkew > time.GetUtcNow(), "It has not expired (exp).")
            & step.Verify(jws.GetString("nonce") == pending.Nonce, "It answers this request (nonce).");
        return isGenuine ? jws.GetString("sub") : null;
    }
}
