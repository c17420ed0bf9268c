using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance.Fapi1;

/// <summary>Section 2.2: what the issuers of FAPI 1.0 say of themselves.</summary>
public sealed class DiscoveryTests(ConformanceBanks banks)
{
    private static readonly string[] Algorithms = ["ES256", "PS256"];
    private static readonly string[] Methods = ["private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"];

    [Clause("FAPI1-A-FINAL-5.2.2-1")]
    [Clause("FAPI1-A-FINAL-5.2.2-2")]
    [Clause("FAPI1-A-FINAL-5.2.2.2")]
    [Clause("FAPI1-A-FINAL-5.2.2-14")]
    [Clause("FAPI1-A-FINAL-8.6")]
    [Clause("FAPI1-A-FINAL-8.6.1")]
    [Theory(DisplayName = "discovery-end-point-verification: all that the suite asks of an Advanced issuer, by value and pushed, plain and JARM")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Advanced_metadata_is_complete(DatabaseKind database)
    {
        var metadata = (await (await banks.OnAsync(database)).Server.ConnectAsync("fapi1-pkjwt-mtls-1")).Metadata;

        MetadataRules.CheckTypes(metadata.Document);
        Assert.Equal(["code id_token", "code"], metadata.Values("response_types_supported"));
        Assert.Equal(["fragment", "form_post", "jwt", "query.jwt", "fragment.jwt", "form_post.jwt"], metadata.Values("response_modes_supported"));
        Assert.Equal(Methods, metadata.Values("token_endpoint_auth_methods_supported"));
        Assert.Equal(["public"], metadata.Values("subject_types_supported"));
        Assert.Contains("openid", metadata.Values("scopes_supported"));
        Assert.Contains("authorization_code", metadata.Values("grant_types_supported"));
        Assert.Equal(["S256"], metadata.Values("code_challenge_methods_supported"));
        Assert.True(metadata.Flag("tls_client_certificate_bound_access_tokens"));
        Assert.True(metadata.Flag("request_parameter_supported"));
        Assert.True(metadata.Flag("require_signed_request_object"));
        Assert.False(metadata.Flag("request_uri_parameter_supported"));
        Assert.False(metadata.Flag("require_pushed_authorization_requests"));
        Assert.StartsWith("https://", metadata.Endpoint("pushed_authorization_request_endpoint").OriginalString, StringComparison.Ordinal);
        Assert.False(metadata.Document.ContainsKey("dpop_signing_alg_values_supported"));
        foreach (var list in new[] { "request_object_signing", "authorization_signing", "id_token_signing", "userinfo_signing", "token_endpoint_auth_signing" })
            Assert.Equal(Algorithms, metadata.Values(list + "_alg_values_supported").Order());
        foreach (var kind in new[] { "request_object", "id_token", "userinfo", "authorization" })
        {
            Assert.Equal(["RSA-OAEP-256", "ECDH-ES"], metadata.Values(kind + "_encryption_alg_values_supported"));
            Assert.Equal(["A256GCM"], metadata.Values(kind + "_encryption_enc_values_supported"));
        }
    }

    [Clause("FAPI1-B-FINAL-5.2.2-4")]
    [Clause("FAPI1-B-FINAL-5.2.2-5")]
    [Clause("RFC6749-3.1.1")]
    [Clause("OIDMRT-2.1")]
    [Clause("PAR-5")]
    [Theory(DisplayName = "Baseline: what it offers, and no more")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Baseline_metadata_is_true(DatabaseKind database)
    {
        var metadata = (await (await banks.OnAsync(database)).Server.ConnectAsync("fapi1-baseline-pkjwt-dpop-1")).Metadata;

        MetadataRules.CheckTypes(metadata.Document);
        Assert.Equal(["code"], metadata.Values("response_types_supported"));
        Assert.Equal(["query", "form_post"], metadata.Values("response_modes_supported"));
        Assert.Equal(Methods, metadata.Values("token_endpoint_auth_methods_supported"));
        Assert.Equal(Algorithms, metadata.Values("id_token_signing_alg_values_supported").Order());
        Assert.Equal(["S256"], metadata.Values("code_challenge_methods_supported"));
        Assert.True(metadata.Flag("tls_client_certificate_bound_access_tokens"));
        Assert.False(metadata.Flag("require_pushed_authorization_requests"));
        Assert.False(metadata.Flag("request_parameter_supported"));
        Assert.False(metadata.Flag("request_uri_parameter_supported"));
        Assert.DoesNotContain(metadata.Document, member => member.Key.Contains("encryption", StringComparison.Ordinal));
    }
}
