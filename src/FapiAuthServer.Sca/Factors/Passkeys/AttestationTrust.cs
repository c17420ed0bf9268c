using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fido2NetLib;
using Fido2NetLib.Cbor;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>
/// Whom the bank believes about passkeys. That the statement is a good signature over the credential is Fido2NetLib's; ours is
/// that its certificate leads to a root the bank has given, and that the model is one it wants. (SCA-187)
/// </summary>
internal sealed class AttestationTrust(IOptions<ScaOptions> options, TimeProvider clock)
{
    private readonly Lazy<X509Certificate2Collection> roots = new(() => TryRead(options.Value.Passkeys.AttestationRoots) ?? []);

    public bool IsDemanded => options.Value.Passkeys.Attestation == AttestationDemand.Direct;

    /// <summary>Whether the statement, which is well-formed and verified, comes from a maker and model that the bank trusts.</summary>
    public bool Trusts(AuthenticatorAttestationRawResponse response)
    {
        var attestation = AuthenticatorAttestationResponse.Parse(response).AttestationObject;
        var models = options.Value.Passkeys.AllowedModels;
        var model = attestation.AuthData.AttestedCredentialData?.AaGuid ?? Guid.Empty;
        if (models.Count > 0 && !models.Contains(model))
            return false;

        // No statement and one that the key has signed for itself have no certificate.
        return attestation.AttStmt["x5c"] is CborArray { Length: > 0 } path
            && path.Values.All(element => element is CborByteString)
            && LeadsToRoot([.. path.Values.Cast<CborByteString>().Select(element => element.Value)]);
    }

    /// <summary>The certificates of a PEM file; null when it is none.</summary>
    public static X509Certificate2Collection? TryRead(string? path)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            if (path is not null)
                certificates.ImportFromPemFile(path);
            return certificates.Count > 0 ? certificates : null;
        }
        catch (Exception unfit) when (unfit is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }

    private bool LeadsToRoot(List<byte[]> path)
    {
        X509Certificate2[] certificates = [.. path.Select(X509CertificateLoader.LoadCertificate)];
        try
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots.Value);
            chain.ChainPolicy.ExtraStore.AddRange(certificates);
            chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;

            // Makers say in their metadata what they take back, not at an address; and nothing here calls out.
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            return chain.Build(certificates[0]);
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }
}
