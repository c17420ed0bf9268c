using System.Security.Cryptography;
using FapiAuthServer.ResourceServer;
using SandboxKit;

namespace SampleBank.Api;

/// <summary>What this API tells the resource-server package: whom to trust, and who it is itself.</summary>
internal static class ResourceServerSetup
{
    public const string ClientId = "fapi2-rs-1";

    // Whoever has such a token may use it: these profiles issue it for a few minutes, and it opens nothing but reading.
    private static readonly string[] ProfilesWithUnboundTokens = ["fapi1-baseline", "oidc"];

    // A scheme for each issuer of the sandbox, and one before them that sends a token to its issuer's.
    private const string ByIssuer = "ByIssuer";

    // Nonces are off, as in most banks; on, they show whether a client can handle them.
    private const string RequireNonceKey = "SampleBank:RequireDPoPNonce";

    public static void AddTokenVerification(this IServiceCollection services, Kit kit, IConfiguration configuration)
    {
        foreach (var issuer in kit.Server.Issuers)
            services.AddFapiResourceServer(issuer.Name, options => Trust(options, issuer, kit, configuration));

        services.AddAuthentication(ByIssuer).AddPolicyScheme(ByIssuer, displayName: null, options => options.ForwardDefaultSelector = context =>
        {
            var claimed = ClaimedIssuer.Of(context.Request);
            return (kit.Server.Issuers.FirstOrDefault(issuer => issuer.Issuer == claimed) ?? kit.Issuer).Name;
        });
    }

    private static void Trust(FapiResourceServerOptions options, IssuerDescription issuer, Kit kit, IConfiguration configuration)
    {
        var clientId = $"{issuer.Name}-rs-1";
        options.Issuer = issuer.Issuer;
        options.MetadataAddress = issuer.Discovery;
        options.Audience = kit.Server.BankAddress;
        options.PublicBaseUri = new Uri(kit.Server.BankAddress);
        options.AcceptsUnboundTokens = ProfilesWithUnboundTokens.Contains(issuer.Profile);
        options.BackchannelHttpHandler = SandboxTrust.Handler(kit.Authority);
        // Asked about every token, so that a customer who ends the connection has ended it.
        options.Introspection = new FapiIntrospectionOptions { ClientId = clientId, PrivateJwks = kit.ReadClient(clientId).PrivateJwks };
        options.IsDPoPNonceRequired = configuration.GetValue<bool>(RequireNonceKey);
        options.DPoPNonceSecret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    }
}
