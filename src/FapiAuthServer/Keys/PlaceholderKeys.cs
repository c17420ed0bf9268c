using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace FapiAuthServer.Keys;

/// <summary>
/// Keys of this process alone, for the engine's start-up check. Nothing is ever signed or encrypted with them, so
/// nothing signed or encrypted with them is ever believed.
/// </summary>
internal static class PlaceholderKeys
{
    public static ECDsaSecurityKey Signing { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    public static SymmetricSecurityKey Encryption { get; } = new(RandomNumberGenerator.GetBytes(32));
}
