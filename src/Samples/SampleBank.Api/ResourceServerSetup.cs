using System.Security.Cryptography;
using FapiAuthServer.ResourceServer;
using SandboxKit;

namespace SampleBank.Api;

/// <summary>What this API tells the resource-server package: whom to trust, and who it is itself.</summary>
internal static class ResourceServerSetup
{
    public const string ClientId = "fapi2-rs-1";

    // Nonces are off, as in most banks; on, they show whether a client can handle them.
    private const string RequireNonceKey = "SampleBank:RequireDPoPNonce";

    public static void AddTokenVerification(this IServiceCollection services, Kit kit, IConfiguration configuration)
        => services.AddFapiResourceServer(options =>
        {
            options.Issuer = kit.Issuer.Issuer;
            options.MetadataAddress = kit.Issuer.Discovery;
            options.Audience = kit.Server.BankAddress;
            options.PublicBaseUri = new Uri(kit.Server.BankAddress);
            options.BackchannelHttpHandler = SandboxTrust.Handler(kit.Authority);
            // Asked about every token, so that a customer who ends the connection has ended it.
            options.Introspection = new FapiIntrospectionOptions { ClientId = ClientId, PrivateJwks = kit.Client.PrivateJwks };
            options.IsDPoPNonceRequired = configuration.GetValue<bool>(RequireNonceKey);
            options.DPoPNonceSecret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        });
}
