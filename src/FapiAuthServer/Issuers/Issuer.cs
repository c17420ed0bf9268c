using FapiAuthServer.Profiles;

namespace FapiAuthServer.Issuers;

/// <summary>A configured issuer, ready to use: its identifier, its profile and the URLs it serves.</summary>
internal sealed class Issuer
{
    public const string AuthorizationPath = "/authorize";
    public const string ResumePath = "/authorize/resume";
    public const string TokenPath = "/token";
    public const string PushedAuthorizationPath = "/par";
    public const string UserInfoPath = "/userinfo";
    public const string IntrospectionPath = "/introspect";
    public const string RevocationPath = "/revoke";
    public const string EndSessionPath = "/logout";
    public const string JsonWebKeySetPath = "/jwks";

    private readonly Dictionary<string, ScopeOptions> scopes;
    private readonly Dictionary<string, AuthorizationDetailsTypeOptions> detailsTypes;

    public Issuer(IssuerOptions options, FapiProfile profile, string publicAddress, string mutualTlsAddress)
    {
        Options = options;
        Profile = profile;
        Identifier = publicAddress + options.Path;
        MutualTlsIdentifier = mutualTlsAddress + options.Path;
        scopes = options.Scopes.ToDictionary(scope => scope.Name, StringComparer.Ordinal);
        detailsTypes = options.AuthorizationDetailsTypes.ToDictionary(type => type.Name, StringComparer.Ordinal);
    }

    public string Name => Options.Name;
    public string Path => Options.Path;

    /// <summary>The issuer identifier, exactly as it appears in <c>iss</c>; it never ends in a slash.</summary>
    public string Identifier { get; }

    /// <summary>The base of this issuer on the endpoint that asks for client certificates.</summary>
    public string MutualTlsIdentifier { get; }

    public FapiProfile Profile { get; }
    public IssuerOptions Options { get; }
    public IReadOnlyDictionary<string, ScopeOptions> Scopes => scopes;
    public IReadOnlyDictionary<string, AuthorizationDetailsTypeOptions> DetailsTypes => detailsTypes;
    public bool OffersOpenId => scopes.ContainsKey("openid");

    public TimeSpan PushedRequestLifetime
        => Options.PushedRequestLifetime is { } configured && configured < Profile.PushedRequestLifetime.Value
            ? configured
            : Profile.PushedRequestLifetime.Value;

    public string Url(string path) => Identifier + path;
    public string MutualTlsUrl(string path) => MutualTlsIdentifier + path;
}
