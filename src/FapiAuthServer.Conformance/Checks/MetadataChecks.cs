using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>What every plan wants of a discovery document.</summary>
internal static partial class MetadataChecks
{
    /// <summary>Fetches the document once more, and checks it.</summary>
    public static async Task CheckDocumentAsync(ModuleContext context)
    {
        var response = await context.Wire.SendAsync(
            "Discovery document", new WireRequest(HttpMethod.Get, context.Server.Address), cancellation: context.Cancellation);
        context.Checks.Expect(response.MediaType == "application/json", "RFC8414-3.2", "The content type is application/json", response.MediaType ?? "(none)");
        Check(context);
    }

    public static void Check(ModuleContext context)
    {
        CheckAddress(context);
        CheckMembers(context);
        CheckEndpoints(context.Checks, context.Server, context.Traits.Demands.Tls);
        CheckAliases(context.Checks, context.Server);
        CheckWords(context.Checks, context.Server);
    }

    /// <summary>At least one of the values is in the list.</summary>
    public static void ExpectOneOf(CheckLog checks, ServerMetadata server, string requirement, string member, params IReadOnlyList<string> values) =>
        checks.Expect(
            server.Values(member).Intersect(values).Any(), requirement, $"`{member}` has {string.Join(" or ", values)}",
            JsonText.Show(server.Document[member]));

    /// <summary>What a client has to know that gets signed responses, which may be encrypted as well.</summary>
    public static void CheckSignedResponses(CheckLog checks, ServerMetadata server)
    {
        ExpectOneOf(checks, server, "JARM-4", "response_modes_supported", "jwt");
        foreach (var member in new[]
        {
            "authorization_signing_alg_values_supported", "authorization_encryption_alg_values_supported", "authorization_encryption_enc_values_supported",
        })
        {
            checks.Expect(server.Document[member] is JsonArray, "JARM-4", $"`{member}` is a list", JsonText.Show(server.Document[member]));
        }
    }

    private static void CheckAddress(ModuleContext context)
    {
        var (checks, server) = (context.Checks, context.Server);
        var oauth = $"/.well-known/oauth-authorization-server{IssuerPath(server)}";
        var openId = $"{IssuerPath(server)}/.well-known/openid-configuration";
        var path = server.Address.AbsolutePath;
        checks.Expect(
            path == openId || path == oauth && !context.Traits.IsOpenId, context.Traits.IsOpenId ? "OIDCD-4" : "RFC8414-3",
            $"The document is where its issuer says: {(context.Traits.IsOpenId ? openId : oauth)}", path);
        checks.Expect(
            Uri.TryCreate(server.Issuer, UriKind.Absolute, out var issuer) && issuer is { Scheme: "https", Query: "", Fragment: "" }
                && issuer.Authority == server.Address.Authority,
            "RFC8414-2", "`issuer` is an https address of this host without query and fragment", server.Issuer);
    }

    private static void CheckMembers(ModuleContext context)
    {
        var (checks, document) = (context.Checks, context.Server.Document);
        var wrong = document.Where(member => !MetadataMembers.IsWellTyped(member.Key, member.Value)).Select(member => member.Key).ToList();
        checks.Expect(wrong.Count == 0, "RFC8414-2", "Every member has its registered type", string.Join(", ", wrong));
        var unknown = document.Select(member => member.Key)
            .Where(name => !MetadataMembers.IsKnown(name) && !context.Configuration.ToleratedMetadata.Contains(name)).ToList();
        checks.Expect(unknown.Count == 0, "RFC8414-2", "Every member is a registered one", string.Join(", ", unknown), Severity.Warning);
    }

    private static void CheckEndpoints(CheckLog checks, ServerMetadata server, string requirement)
    {
        foreach (var (name, value) in server.Document.Where(member => IsEndpoint(member.Key) || member.Key == "jwks_uri"))
        {
            checks.Expect(IsHttps(value), requirement, $"`{name}` is an https address", JsonText.Show(value));
        }
        foreach (var name in new[] { "authorization_endpoint", "token_endpoint" })
        {
            checks.Expect(server.Has(name), "RFC8414-2", $"`{name}` is there");
        }
    }

    private static void CheckAliases(CheckLog checks, ServerMetadata server)
    {
        if (server.Document[MetadataMembers.Aliases] is not JsonObject aliases)
        {
            return;
        }
        checks.Expect(
            aliases.All(alias => IsEndpoint(alias.Key) && IsHttps(alias.Value)), "RFC8705-5", "`mtls_endpoint_aliases` holds https addresses of endpoints alone",
            JsonText.Show(aliases));
        checks.Expect(
            !aliases.ContainsKey("authorization_endpoint"), "RFC8705-5", "The authorization endpoint has no alias: browsers have no certificates");
        var lost = aliases.Select(alias => alias.Key).Where(name => !server.Has(name)).ToList();
        checks.Expect(lost.Count == 0, "RFC8705-5", "Every alias stands for an endpoint that is there", string.Join(", ", lost));
    }

    private static void CheckWords(CheckLog checks, ServerMetadata server)
    {
        if (server.Has("scopes_supported"))
        {
            checks.Expect(
                server.Values("scopes_supported").All(scope => Scope().IsMatch(scope)), "RFC6749-3.3", "`scopes_supported` are scopes",
                JsonText.Show(server.Document["scopes_supported"]));
        }
        foreach (var member in server.Document.Select(member => member.Key).Where(name => name.EndsWith("_locales_supported", StringComparison.Ordinal)))
        {
            var locales = server.Values(member);
            checks.Expect(locales.All(locale => LanguageTag().IsMatch(locale)), "OIDCD-3", $"`{member}` are language tags", string.Join(", ", locales));
            checks.Expect(
                locales.All(locale => locale == Canonical(locale)), "OIDCD-3", $"`{member}` are in their usual case", string.Join(", ", locales), Severity.Warning);
        }
    }

    // RFC5646-2.1.1: language in lower case, script in title case, region in upper case.
    private static string Canonical(string locale) => string.Join('-', locale.Split('-').Select((part, index) => (index, part.Length) switch
    {
        (0, _) => part.ToLowerInvariant(),
        (_, 4) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(part.ToLowerInvariant()),
        (_, 2) => part.ToUpperInvariant(),
        _ => part.ToLowerInvariant(),
    }));

    private static string IssuerPath(ServerMetadata server) =>
        Uri.TryCreate(server.Issuer, UriKind.Absolute, out var issuer) ? issuer.AbsolutePath.TrimEnd('/') : "";

    private static bool IsEndpoint(string name) => name.EndsWith("_endpoint", StringComparison.Ordinal);

    private static bool IsHttps(JsonNode? value) => Uri.TryCreate(JsonText.Of(value), UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;

    [GeneratedRegex(@"\A[\x21\x23-\x5B\x5D-\x7E]+\z")]
    private static partial Regex Scope();

    [GeneratedRegex(@"\A[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex LanguageTag();
}
