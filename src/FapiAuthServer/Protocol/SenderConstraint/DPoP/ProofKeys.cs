using FapiAuthServer.Jose;

namespace FapiAuthServer.Protocol.SenderConstraint.DPoP;

/// <summary>Public keys of recent proofs, kept imported: importing one costs more than verifying with it.</summary>
internal sealed class ProofKeys
{
    public DPoPKeyCache Cache { get; } = new();
}
