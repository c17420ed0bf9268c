using FapiAuthServer.Jose;

namespace FapiAuthServer.Profiles;

/// <summary>The profiles this server enforces: the law as data, one line per rule.</summary>
internal static class FapiProfiles
{
    /// <summary>FAPI 2.0 Security Profile (Final).</summary>
    public static readonly FapiProfile Fapi2Security = new()
    {
        Name = "fapi2-security",
        Title = "FAPI 2.0 Security Profile",

        GrantTypes = OneOf("FAPI2-SP-FINAL-5.3.2.1-2", "authorization_code", "refresh_token", "client_credentials"),
        ResponseTypes = OneOf("FAPI2-SP-FINAL-5.3.2.2-1", "code"),
        ResponseModes = OneOf("FAPI2-SP-FINAL-5.3.2.2-1", "query"),
        CodeResponseSigned = MustNot("FAPI2-SP-FINAL-5.3.2.2-1"),
        ConfidentialClientsOnly = Must("FAPI2-SP-FINAL-5.3.2.1-3"),
        ClientAuthenticationMethods = OneOf("FAPI2-SP-FINAL-5.3.2.1-6", "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"),
        SigningAlgorithms = new(FapiAlgorithms.Supported, "FAPI2-SP-FINAL-5.4.1-1"),
        IdTokenAlgorithms = OneOf("FAPI2-SP-FINAL-5.4.1-1", FapiAlgorithms.PS256, FapiAlgorithms.ES256),
        EncryptionAlgorithms = OneOf("OIDCC-10.2"),
        ContentEncryption = OneOf("OIDCC-10.2"),
        AssertionAudience = new(Profiles.AssertionAudience.IssuerString, "FAPI2-SP-FINAL-5.3.2.1-8"),
        AssertionLifetime = AtMost(TimeSpan.FromMinutes(5), "RFC7523-3"),
        FutureClockSkew = AtMost(TimeSpan.FromSeconds(10), "FAPI2-SP-FINAL-5.3.2.1-13"),
        SenderConstraints = new([SenderConstraint.DPoP, SenderConstraint.MutualTls], "FAPI2-SP-FINAL-5.3.2.1-5"),
        UnboundTokenLifetime = Never("FAPI2-SP-FINAL-5.3.2.1-4"),
        DPoPCodeBinding = Must("FAPI2-SP-FINAL-5.3.2.1-12"),
        PushedRequestRequired = Must("FAPI2-SP-FINAL-5.3.2.2-3"),
        PushedRequestLifetime = AtMost(TimeSpan.FromSeconds(90), "FAPI2-SP-FINAL-5.3.2.2-12"),
        RequestObjects = new(Profiles.RequestObjects.Refused, "OIDCC-6.1"),
        RequestObjectAudience = Must("FAPI2-MS-FINAL-5.3.1-2"),
        RequestObjectLifetime = AtMost(TimeSpan.FromMinutes(60), "FAPI2-MS-FINAL-5.3.1-4"),
        RequestObjectAge = AtMost(TimeSpan.FromMinutes(60), "FAPI2-MS-FINAL-5.3.1-3"),
        ProofKeyRequired = new(ProofKeyDemand.Always, "FAPI2-SP-FINAL-5.3.2.2-5"),
        ProofKeyMethods = OneOf("FAPI2-SP-FINAL-5.3.2.2-5", "S256"),
        RedirectUriInRequest = Must("FAPI2-SP-FINAL-5.3.2.2-6"),
        PlainHttpRedirectRefused = Must("FAPI2-SP-FINAL-5.3.2.2-8"),
        IssuerInResponse = Must("FAPI2-SP-FINAL-5.3.2.2-7"),
        SignedResponseLifetime = AtMost(TimeSpan.FromMinutes(2), "JARM-2.1"),
        RedirectStatus = new(303, "FAPI2-SP-FINAL-5.3.2.2-11"),
        CodeLifetime = AtMost(TimeSpan.FromSeconds(60), "FAPI2-SP-FINAL-5.3.2.1-11"),
        CodeSingleUse = Must("FAPI2-SP-FINAL-5.3.2.2-9"),
        RefreshTokenRotation = MustNot("FAPI2-SP-FINAL-5.3.2.1-9"),
        NonceRequired = MustNot("OIDCC-3.1.2.1"),
        StateRequired = MustNot("RFC6749-4.1.1"),
        NonceLength = AtMost(384, "FAPI2-SP-FINAL-5.3.2.2-14"),
        SignedIntrospection = MustNot("RFC9701-4"),
        SubjectTypes = OneOf("OIDCC-8", "public"),
        IdentityClaims = OneOf("OIDCC-5.5", "name"),
        RememberedConsent = MustNot("FAPI2-SP-FINAL-5.3.2.2-13"),
        TokenInBody = MustNot("FAPI2-SP-FINAL-5.3.4-2"),
        EndSession = MustNot("OIDCRIL-2"),
        BackChannelLogout = MustNot("OIDCBCL-2"),
    };

    /// <summary>FAPI 2.0 Message Signing (Final): the Security Profile with requests, responses and introspection that can be shown to a court.</summary>
    public static readonly FapiProfile Fapi2MessageSigning = Fapi2Security with
    {
        Name = "fapi2-message-signing",
        Title = "FAPI 2.0 Message Signing",

        EncryptionAlgorithms = new(JweAlgorithms.KeyManagement, "RFC8725-3.2"),
        ContentEncryption = new(JweAlgorithms.ContentEncryption, "RFC7518-5.3"),
        RequestObjects = new(Profiles.RequestObjects.Required, "FAPI2-MS-FINAL-5.3.1-1"),
        ResponseModes = OneOf("FAPI2-MS-FINAL-5.4.1-1", "query", "jwt", "query.jwt"),
        SignedIntrospection = Must("FAPI2-MS-FINAL-5.5.1-1"),
    };

    /// <summary>FAPI 1.0 Part 1: Baseline (Final), for access that only reads.</summary>
    public static readonly FapiProfile Fapi1Baseline = Fapi2Security with
    {
        Name = "fapi1-baseline",
        Title = "FAPI 1.0 Baseline",

        GrantTypes = OneOf("RFC6749-1.3", "authorization_code", "refresh_token", "client_credentials"),
        ResponseTypes = OneOf("RFC6749-3.1.1", "code"),
        ResponseModes = OneOf("OIDMRT-2.1", "query", "form_post"),
        CodeResponseSigned = MustNot("RFC6749-4.1.2"),
        ConfidentialClientsOnly = Must("FAPI1-B-FINAL-5.2.2-1"),
        ClientAuthenticationMethods = OneOf("FAPI1-B-FINAL-5.2.2-4", "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"),
        SigningAlgorithms = OneOf("FAPI1-B-FINAL-5.2.2-5", FapiAlgorithms.PS256, FapiAlgorithms.ES256),
        IdTokenAlgorithms = OneOf("FAPI1-B-FINAL-5.2.2-5", FapiAlgorithms.PS256, FapiAlgorithms.ES256),
        AssertionAudience = new(Profiles.AssertionAudience.IssuerOrEndpoint, "PAR-2"),
        FutureClockSkew = AtMost(TimeSpan.FromSeconds(10), "RFC7519-4.1.5"),
        SenderConstraints = new([SenderConstraint.DPoP, SenderConstraint.MutualTls], "FAPI1-B-FINAL-5.2.2-21"),
        UnboundTokenLifetime = AtMost(TimeSpan.FromMinutes(9), "FAPI1-B-FINAL-5.2.2-21"),
        DPoPCodeBinding = Must("DPOP-10"),
        PushedRequestRequired = MustNot("PAR-5"),
        PushedRequestLifetime = AtMost(TimeSpan.FromSeconds(90), "PAR-2.2"),
        ProofKeyRequired = new(ProofKeyDemand.Always, "FAPI1-B-FINAL-5.2.2-7"),
        ProofKeyMethods = OneOf("FAPI1-B-FINAL-5.2.2-7", "S256"),
        RedirectUriInRequest = Must("FAPI1-B-FINAL-5.2.2-9"),
        PlainHttpRedirectRefused = Must("FAPI1-B-FINAL-5.2.2-20"),
        IssuerInResponse = Must("RFC9207-2"),
        RedirectStatus = new(303, "RFC9700-4.12"),
        CodeLifetime = AtMost(TimeSpan.FromSeconds(60), "RFC6749-4.1.2"),
        CodeSingleUse = Must("FAPI1-B-FINAL-5.2.2-13"),
        RefreshTokenRotation = MustNot("RFC9700-4.14.2"),
        NonceRequired = Must("FAPI1-B-FINAL-5.2.2.2"),
        StateRequired = Must("FAPI1-B-FINAL-5.2.2.3"),
        NonceLength = AtMost(384, "OIDCC-15.5.2"),
        RememberedConsent = MustNot("FAPI1-B-FINAL-5.2.2-12"),
        TokenInBody = MustNot("FAPI1-B-FINAL-6.2.1-2"),
    };

    /// <summary>FAPI 1.0 Part 2: Advanced (Final), for access that also writes.</summary>
    public static readonly FapiProfile Fapi1Advanced = Fapi1Baseline with
    {
        Name = "fapi1-advanced",
        Title = "FAPI 1.0 Advanced",

        ResponseTypes = OneOf("FAPI1-A-FINAL-5.2.2-2", "code id_token", "code"),
        ResponseModes = OneOf("FAPI1-A-FINAL-5.2.2.2", "fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt"),
        CodeResponseSigned = Must("FAPI1-A-FINAL-5.2.2-2"),
        ConfidentialClientsOnly = Must("FAPI1-A-FINAL-5.2.2-16"),
        ClientAuthenticationMethods = OneOf("FAPI1-A-FINAL-5.2.2-14", "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"),
        SigningAlgorithms = OneOf("FAPI1-A-FINAL-8.6", FapiAlgorithms.PS256, FapiAlgorithms.ES256),
        IdTokenAlgorithms = OneOf("FAPI1-A-FINAL-8.6", FapiAlgorithms.PS256, FapiAlgorithms.ES256),
        EncryptionAlgorithms = new(JweAlgorithms.KeyManagement, "FAPI1-A-FINAL-8.6.1"),
        ContentEncryption = new(JweAlgorithms.ContentEncryption, "RFC7518-5.3"),
        SenderConstraints = new([SenderConstraint.MutualTls], "FAPI1-A-FINAL-5.2.2-6"),
        UnboundTokenLifetime = Never("FAPI1-A-FINAL-5.2.2-5"),
        RequestObjects = new(Profiles.RequestObjects.Required, "FAPI1-A-FINAL-5.2.2-1"),
        RequestObjectAudience = Must("FAPI1-A-FINAL-5.2.2-15"),
        RequestObjectLifetime = AtMost(TimeSpan.FromMinutes(60), "FAPI1-A-FINAL-5.2.2-13"),
        RequestObjectAge = AtMost(TimeSpan.FromMinutes(60), "FAPI1-A-FINAL-5.2.2-17"),
        ProofKeyRequired = new(ProofKeyDemand.Pushed, "FAPI1-A-FINAL-5.2.2-18"),
        RedirectUriInRequest = Must("FAPI1-A-FINAL-5.2.2-10"),
    };

    /// <summary>OpenID Connect without FAPI, code flow: what a bank's ordinary relying parties speak.</summary>
    public static readonly FapiProfile OpenIdConnect = new()
    {
        Name = "oidc",
        Title = "OpenID Connect Core, code flow",

        GrantTypes = OneOf("RFC6749-1.3", "authorization_code", "refresh_token", "client_credentials"),
        ResponseTypes = OneOf("OIDCC-3.1.2.1", "code"),
        ResponseModes = OneOf("OIDFPRM-2", "query", "form_post"),
        CodeResponseSigned = MustNot("RFC6749-4.1.2"),
        ConfidentialClientsOnly = Must("RFC6749-2.1"),
        ClientAuthenticationMethods = OneOf("OIDCC-9", "client_secret_basic", "client_secret_post", "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"),
        SigningAlgorithms = new(FapiAlgorithms.Supported, "OIDCC-10.1"),
        IdTokenAlgorithms = OneOf("OIDCC-15.1", "RS256", FapiAlgorithms.PS256, FapiAlgorithms.ES256),
        EncryptionAlgorithms = new(JweAlgorithms.KeyManagement, "OIDCC-10.2"),
        ContentEncryption = new(JweAlgorithms.ContentEncryption, "RFC7518-5.3"),
        AssertionAudience = new(Profiles.AssertionAudience.IssuerOrEndpoint, "OIDCC-9"),
        AssertionLifetime = AtMost(TimeSpan.FromMinutes(5), "RFC7523-3"),
        FutureClockSkew = AtMost(TimeSpan.FromSeconds(10), "RFC7519-4.1.5"),
        SenderConstraints = new([SenderConstraint.DPoP, SenderConstraint.MutualTls], "DPOP-5"),
        UnboundTokenLifetime = AtMost(TimeSpan.FromHours(1), "RFC6750-5.3"),
        DPoPCodeBinding = Must("DPOP-10"),
        PushedRequestRequired = MustNot("OIDCC-3.1.2.1"),
        PushedRequestLifetime = AtMost(TimeSpan.FromSeconds(90), "PAR-2.2"),
        RequestObjects = new(Profiles.RequestObjects.Refused, "OIDCC-6.1"),
        RequestObjectAudience = MustNot("OIDCC-6.1"),
        RequestObjectLifetime = Never("OIDCC-6.1"),
        RequestObjectAge = Never("OIDCC-6.1"),
        ProofKeyRequired = new(ProofKeyDemand.Optional, "OIDCC-3.1.2.1"),
        ProofKeyMethods = OneOf("RFC7636-4.2", "S256"),
        RedirectUriInRequest = Must("OIDCC-3.1.2.1"),
        PlainHttpRedirectRefused = Must("OIDCC-3.1.2.1"),
        IssuerInResponse = Must("RFC9207-2"),
        SignedResponseLifetime = AtMost(TimeSpan.FromMinutes(2), "JARM-2.1"),
        RedirectStatus = new(303, "RFC9700-4.12"),
        CodeLifetime = AtMost(TimeSpan.FromSeconds(60), "RFC6749-4.1.2"),
        CodeSingleUse = Must("RFC6749-4.1.2"),
        RefreshTokenRotation = MustNot("RFC9700-4.14.2"),
        NonceRequired = MustNot("OIDCC-3.1.2.1"),
        StateRequired = MustNot("RFC6749-4.1.1"),
        NonceLength = AtMost(384, "OIDCC-15.5.2"),
        SignedIntrospection = MustNot("RFC9701-4"),
        SubjectTypes = OneOf("OIDCC-8", "public", "pairwise"),
        IdentityClaims = OneOf("OIDCC-5.1",
            "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
            "gender", "birthdate", "zoneinfo", "locale", "updated_at", "email", "email_verified", "address", "phone_number", "phone_number_verified"),
        RememberedConsent = Must("OIDCC-3.1.2.4"),
        TokenInBody = Must("RFC6750-2.2"),
        EndSession = Must("OIDCRIL-2"),
        BackChannelLogout = Must("OIDCBCL-2"),
    };

    public static IReadOnlyList<FapiProfile> All { get; } = [Fapi2Security, Fapi2MessageSigning, Fapi1Baseline, Fapi1Advanced, OpenIdConnect];

    private static Rule<bool> Must(string clause) => new(true, clause);
    private static Rule<bool> MustNot(string clause) => new(false, clause);
    private static Rule<TimeSpan> Never(string clause) => new(TimeSpan.Zero, clause);
    private static Rule<T> AtMost<T>(T value, string clause) => new(value, clause);
    private static Rule<IReadOnlyList<string>> OneOf(string clause, params string[] values) => new(values, clause);
}
