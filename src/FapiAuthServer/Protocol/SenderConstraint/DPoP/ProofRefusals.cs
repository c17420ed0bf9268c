using FapiAuthServer.Jose;
using FapiAuthServer.Profiles;
using FapiAuthServer.Rejections;

namespace FapiAuthServer.Protocol.SenderConstraint.DPoP;

/// <summary>What a fault of a proof is called on the wire.</summary>
internal static class ProofRefusals
{
    public static (Reason Reason, string Clause) For(JoseError error, FapiProfile profile) => error switch
    {
        JoseError.MethodMismatch or JoseError.UriMismatch => (Reasons.ProofForOtherRequest, "DPOP-4.3"),
        JoseError.Expired or JoseError.NotYetValid or JoseError.IssuedAtOutOfRange => (Reasons.ProofTime, profile.FutureClockSkew.Clause),
        JoseError.NonceMissing or JoseError.NonceMismatch => (Reasons.ProofNonceRequired, "DPOP-8"),
        JoseError.AlgorithmNotAccepted => (Reasons.ProofInvalid, profile.SigningAlgorithms.Clause),
        JoseError.ThumbprintMismatch => (Reasons.ProofKeyOther, "DPOP-6.1"),
        JoseError.AccessTokenHashMissing or JoseError.AccessTokenHashMismatch => (Reasons.TokenProofInvalid, "DPOP-4.3"),
        _ => (Reasons.ProofInvalid, "DPOP-4.3"),
    };
}
