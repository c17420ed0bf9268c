using System.Reflection;

namespace FapiAuthServer.Profiles;

/// <summary>
/// What one FAPI profile demands, as values. Enforcement, metadata, start-up checks and the documents all read this
/// record; nothing else in the server knows a profile by name.
/// </summary>
internal sealed record FapiProfile
{
    public required string Name { get; init; }
    public required string Title { get; init; }

    public required Rule<IReadOnlyList<string>> GrantTypes { get; init; }
    public required Rule<IReadOnlyList<string>> ResponseTypes { get; init; }
    public required Rule<IReadOnlyList<string>> ResponseModes { get; init; }
    public required Rule<bool> CodeResponseSigned { get; init; }
    public required Rule<bool> ConfidentialClientsOnly { get; init; }
    public required Rule<IReadOnlyList<string>> ClientAuthenticationMethods { get; init; }
    public required Rule<IReadOnlyList<string>> SigningAlgorithms { get; init; }

    public required Rule<IReadOnlyList<string>> IdTokenAlgorithms { get; init; }
    public required Rule<IReadOnlyList<string>> EncryptionAlgorithms { get; init; }
    public required Rule<IReadOnlyList<string>> ContentEncryption { get; init; }
    public required Rule<AssertionAudience> AssertionAudience { get; init; }
    public required Rule<TimeSpan> AssertionLifetime { get; init; }
    public required Rule<TimeSpan> FutureClockSkew { get; init; }
    public required Rule<IReadOnlyList<SenderConstraint>> SenderConstraints { get; init; }
    public required Rule<TimeSpan> UnboundTokenLifetime { get; init; }
    public required Rule<bool> DPoPCodeBinding { get; init; }
    public required Rule<bool> PushedRequestRequired { get; init; }
    public required Rule<TimeSpan> PushedRequestLifetime { get; init; }
    public required Rule<RequestObjects> RequestObjects { get; init; }
    public required Rule<bool> RequestObjectAudience { get; init; }
    public required Rule<TimeSpan> RequestObjectLifetime { get; init; }
    public required Rule<TimeSpan> RequestObjectAge { get; init; }
    public required Rule<ProofKeyDemand> ProofKeyRequired { get; init; }
    public required Rule<IReadOnlyList<string>> ProofKeyMethods { get; init; }
    public required Rule<bool> RedirectUriInRequest { get; init; }
    public required Rule<bool> PlainHttpRedirectRefused { get; init; }
    public required Rule<bool> IssuerInResponse { get; init; }
    public required Rule<TimeSpan> SignedResponseLifetime { get; init; }
    public required Rule<int> RedirectStatus { get; init; }
    public required Rule<TimeSpan> CodeLifetime { get; init; }
    public required Rule<bool> CodeSingleUse { get; init; }
    public required Rule<bool> RefreshTokenRotation { get; init; }
    public required Rule<bool> NonceRequired { get; init; }
    public required Rule<bool> StateRequired { get; init; }
    public required Rule<int> NonceLength { get; init; }
    public required Rule<bool> SignedIntrospection { get; init; }
    public required Rule<IReadOnlyList<string>> SubjectTypes { get; init; }
    public required Rule<IReadOnlyList<string>> IdentityClaims { get; init; }
    public required Rule<bool> RememberedConsent { get; init; }
    public required Rule<bool> TokenInBody { get; init; }
    public required Rule<bool> EndSession { get; init; }
    public required Rule<bool> BackChannelLogout { get; init; }

    /// <summary>Every rule of this profile by its name, in the order they are declared.</summary>
    public IEnumerable<(string Name, IRule Rule)> Rules()
        => typeof(FapiProfile).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => typeof(IRule).IsAssignableFrom(property.PropertyType))
            .Select(property => (property.Name, (IRule)property.GetValue(this)!));
}
