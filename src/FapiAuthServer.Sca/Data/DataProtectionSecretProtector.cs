using Microsoft.AspNetCore.DataProtection;

namespace FapiAuthServer.Sca.Data;

// The payload carries its key id, so keys can rotate while old seeds stay readable. (SCA-005, SCA-104)
internal sealed class DataProtectionSecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    private readonly IDataProtector root = provider.CreateProtector("FapiAuthServer.Sca.Secrets.v1");

    public byte[] Protect(byte[] secret, string context) => root.CreateProtector(context).Protect(secret);

    public byte[] Unprotect(byte[] protectedSecret, string context) => root.CreateProtector(context).Unprotect(protectedSecret);
}
