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
        ConfidentialClientsOnly = Must("FAPI2-SP-FINAL-5.3.2.1-3"),
        ClientAuthenticationMethods = OneOf("FAPI2-SP-FINAL-5.3.2.1-6", "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"),
        SigningAlgorithms = new(FapiAlgorithms.Supported, "FAPI2-SP-FINAL-5.4.1-1"),
        EncryptionAlgorithms = OneOf("OIDCC-10.2"),
        ContentEncryption = OneOf("OIDCC-10.2"),
        AssertionAudience = new(Profiles.AssertionAudience.IssuerString, "FAPI2-SP-FINAL-5.3.2.1-8"),
        AssertionLifetime = AtMost(TimeSpan.FromMinutes(5), "RFC7523-3"),
        FutureClockSkew = AtMost(TimeSpan.FromSeconds(10), "FAPI2-SP-FINAL-5.3.2.1-13"),
        SenderConstraints = new([SenderConstraint.DPoP, SenderConstraint.MutualTls], "FAPI2-SP-FINAL-5.3.2.1-5"),
        DPoPCodeBinding = Must("FAPI2-SP-FINAL-5.3.2.1-12"),
        PushedRequestRequired = Must("FAPI2-SP-FINAL-5.3.2.2-3"),
        PushedRequestLifetime = AtMost(TimeSpan.FromSeconds(90), "FAPI2-SP-FINAL-5.3.2.2-12"),
        RequestObjects = new(Profiles.RequestObjects.Refused, "OIDCC-6.1"),
        RequestObjectLifetime = AtMost(TimeSpan.FromMinutes(60), "FAPI2-MS-FINAL-5.3.1-4"),
        RequestObjectAge = AtMost(TimeSpan.FromMinutes(60), "FAPI2-MS-FINAL-5.3.1-3"),
        ProofKeyMethods = OneOf("FAPI2-SP-FINAL-5.3.2.2-5", "S256"),
        RedirectUriInRequest = Must("FAPI2-SP-FINAL-5.3.2.2-6"),
        PlainHttpRedirectRefused = Must("FAPI2-SP-FINAL-5.3.2.2-8"),
        IssuerInResponse = Must("FAPI2-SP-FINAL-5.3.2.2-7"),
        SignedResponseLifetime = AtMost(TimeSpan.FromMinutes(2), "JARM-2.1"),
        RedirectStatus = new(303, "FAPI2-SP-FINAL-5.3.2.2-11"),
        CodeLifetime = AtMost(TimeSpan.FromSeconds(60), "FAPI2-SP-FINAL-5.3.2.1-11"),
        CodeSingleUse = Must("FAPI2-SP-FINAL-5.3.2.2-9"),
        RefreshTokenRotation = MustNot("FAPI2-SP-FINAL-5.3.2.1-9"),
        NonceLength = AtMost(384, "FAPI2-SP-FINAL-5.3.2.2-14"),
        SignedIntrospection = MustNot("RFC9701-4"),
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

    public static IReadOnlyList<FapiProfile> All { get; } = [Fapi2Security, Fapi2MessageSigning];

    private static Rule<bool> Must(string clause) => new(true, clause);
    private static Rule<bool> MustNot(string clause) => new(false, clause);
    private static Rule<T> AtMost<T>(T value, string clause) => new(value, clause);
    private static Rule<IReadOnlyList<string>> OneOf(string clause, params string[] values) => new(values, clause);
}
