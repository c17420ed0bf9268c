namespace FapiAuthServer.Sca.Data;

/// <summary>Encrypts the secrets of factors before they are stored; a bank may put its HSM or key vault here.</summary>
[ExtensionPoint]
public interface ISecretProtector
{
    /// <summary>Encrypts a secret so that it opens under the same context only; at most 1,900 bytes may be returned for a secret of 64.</summary>
    byte[] Protect(byte[] secret, string context);

    /// <summary>Decrypts a secret, or throws <see cref="System.Security.Cryptography.CryptographicException"/>.</summary>
    byte[] Unprotect(byte[] protectedSecret, string context);
}
