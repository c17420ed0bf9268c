using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Configuration;

/// <summary>Makes a configuration from a sandbox kit, whose layout is a contract.</summary>
public static class SandboxConfiguration
{
    private static readonly Dictionary<string, ClientAuthentication> Authentications = new()
    {
        ["pkjwt"] = ClientAuthentication.PrivateKeyJwt,
        ["mtls"] = ClientAuthentication.MutualTls,
        ["basic"] = ClientAuthentication.SecretBasic,
        ["post"] = ClientAuthentication.SecretPost,
    };

    private static readonly Dictionary<string, SenderConstraint> Constraints = new()
    {
        ["dpop"] = SenderConstraint.DPoP,
        ["mtls"] = SenderConstraint.MutualTls,
        ["bearer"] = SenderConstraint.None,
    };

    /// <param name="directory">The kit.</param>
    /// <param name="plan">What will be run: the issuer to test is the first of its profile.</param>
    /// <param name="issuer">The issuer to test instead, by its name in the kit.</param>
    /// <exception cref="ConformanceException">There is no kit, it is not complete, or has no such issuer.</exception>
    public static ServerConfiguration FromKit(string directory, ConformancePlan plan, string? issuer = null)
    {
        try
        {
            return Read(directory, plan, issuer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or FormatException or JsonException)
        {
            throw Incomplete(directory, exception);
        }
    }

    /// <summary>Whether the kit has an issuer for the plan.</summary>
    /// <exception cref="ConformanceException">There is no kit, or it is not complete.</exception>
    public static bool HasIssuerFor(string directory, ConformancePlan plan)
    {
        try
        {
            return Objects(Json(directory, "server.json")["issuers"]).Any(issuer => JsonText.Of(issuer["profile"]) == plan.Profile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw Incomplete(directory, exception);
        }
    }

    private static ServerConfiguration Read(string directory, ConformancePlan plan, string? issuerName)
    {
        var server = Json(directory, "server.json");
        var issuers = Objects(server["issuers"]);
        var issuer = issuers.FirstOrDefault(each => issuerName is null ? JsonText.Of(each["profile"]) == plan.Profile : JsonText.Of(each["name"]) == issuerName)
            ?? throw new ConformanceException(
                $"The kit has no issuer {issuerName ?? $"of the profile {plan.Profile}, which {plan.Name} is for"}; "
                + $"it has {string.Join(", ", issuers.Select(each => $"{JsonText.Of(each["name"])} ({JsonText.Of(each["profile"])})"))}.");
        var name = Text(issuer, "name");
        var address = new Uri(Text(issuer, "issuer"));
        return new ServerConfiguration
        {
            Discovery = new Uri(Text(issuer, "discovery")),
            OAuthDiscovery = new Uri(address, "/.well-known/oauth-authorization-server" + address.AbsolutePath.TrimEnd('/')), // RFC8414-3.1
            Authorities = [X509CertificateLoader.LoadCertificateFromFile(Path.Combine(directory, "ca.crt"))],
            Resource = new Uri(Text(server, "bank_address") + "/accounts"),
            Clients = [.. Clients(directory, name)],
            Customers = [.. Customers(directory)],
            LogoutReceiver = Receiver(directory),
        };
    }

    private static ConformanceException Incomplete(string directory, Exception exception) =>
        new($"{directory} is no complete sandbox kit ({exception.Message.TrimEnd('.')}); start the sandbox, which writes it.", exception);

    // The pairs alone: other clients of the kit, such as the sample fintech, are somebody's.
    private static IEnumerable<ClientConfiguration> Clients(string directory, string issuer) =>
        from auth in Authentications
        from binding in Constraints
        from number in Enumerable.Range(1, 2)
        let folder = Path.Combine(directory, "clients", $"{issuer}-{auth.Key}-{binding.Key}-{number}")
        where Directory.Exists(folder)
        select Client(folder, auth.Value, binding.Value, number);

    private static ClientConfiguration Client(string folder, ClientAuthentication authentication, SenderConstraint constraint, int number)
    {
        var registration = Json(folder, "client.json");
        return new ClientConfiguration
        {
            ClientId = Text(registration, "client_id"),
            Authentication = authentication,
            SenderConstraint = constraint,
            Key = ClientMaterial.KeyOf(Json(folder, "private.jwks.json")),
            Certificate = ClientMaterial.CertificateOf(Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key")),
            Secret = JsonText.Of(registration["client_secret"]),
            PostLogoutRedirectUri = JsonText.List(registration["post_logout_redirect_uris"]) is [var signedOut, ..] ? new Uri(signedOut) : null,
            BackchannelLogoutUri = JsonText.Of(registration["backchannel_logout_uri"]) is { } logoutCalls ? new Uri(logoutCalls) : null,
            RedirectUri = JsonText.List(registration["redirect_uris"]) is [var first, ..] ? new Uri(first) : throw new FormatException("a client has no redirect_uris"),
            Scope = Text(registration, "scope"),
            DPoPAlgorithm = number == 1 ? null : "ES256", // so that both algorithms are met
        };
    }

    // The certificate of this machine serves the runner as well as the server.
    private static LogoutReceiverConfiguration? Receiver(string directory)
    {
        var host = Path.Combine(directory, "hosts", "localhost");
        return File.Exists(host + ".crt") ? new(ClientMaterial.CertificateOf(host + ".crt", host + ".key")) : null;
    }

    private static IEnumerable<CustomerConfiguration> Customers(string directory) =>
        Objects(JsonNode.Parse(File.ReadAllText(Path.Combine(directory, "customers.json")))).Select(customer =>
            new CustomerConfiguration(Text(customer, "username"), Text(customer, "password"), Text(customer, "totp_secret")) { StepsBack = 1 });

    private static JsonObject Json(string directory, string file) =>
        JsonText.Object(File.ReadAllText(Path.Combine(directory, file))) ?? throw new FormatException($"{file} is no JSON object");

    private static IReadOnlyList<JsonObject> Objects(JsonNode? node) => node is JsonArray array ? [.. array.OfType<JsonObject>()] : [];

    private static string Text(JsonObject json, string name) => JsonText.Of(json[name]) ?? throw new FormatException($"{name} is missing");
}
