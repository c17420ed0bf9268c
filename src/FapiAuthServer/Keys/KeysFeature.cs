namespace FapiAuthServer.Keys;

/// <summary>Signing keys per issuer and the secrets that all nodes share.</summary>
internal static class KeysFeature
{
    public static IServiceCollection AddKeys(this IServiceCollection services) => services.AddSingleton<KeyRing>();
}
