using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Keys;

namespace FapiAuthServer.TestKit.Sandboxes;

/// <summary>One client of the kit: its registration, its private keys and its certificate.</summary>
public sealed record SandboxClient(JsonObject Registration, IReadOnlyList<SigningKey> Keys, X509Certificate2? Certificate)
{
    public string ClientId => Text("client_id");

    /// <summary>The issuer's name, as in `server.json`.</summary>
    public string Issuer => Text("issuer");

    public string AuthenticationMethod => Text("token_endpoint_auth_method");

    public bool AuthenticatesByCertificate => AuthenticationMethod is "tls_client_auth" or "self_signed_tls_client_auth";

    /// <summary>The secret of a client that authenticates by one.</summary>
    public string? Secret => (string?)Registration["client_secret"];

    public bool BindsByDPoP => Flag("dpop_bound_access_tokens");

    public bool BindsByCertificate => Flag("tls_client_certificate_bound_access_tokens");

    public string Scope => (string?)Registration["scope"] ?? "";

    public Uri? RedirectUri =>
        Registration["redirect_uris"] is JsonArray { Count: > 0 } all ? new Uri((string)all[0]!) : null;

    public SigningKey SigningKey => Keys.Count > 0 ? Keys[0] : throw new InvalidOperationException($"{ClientId} has no private key.");

    /// <summary>A copy whose registration says something else; null takes the member away.</summary>
    public SandboxClient With(string member, JsonNode? value)
    {
        var registration = Registration.DeepClone().AsObject();
        registration.Remove(member);
        if (value is not null)
        {
            registration[member] = value;
        }
        return this with { Registration = registration };
    }

    public static SandboxClient Read(string directory)
    {
        var registration = JsonFile(directory, "client.json");
        var keys = ((JsonArray)JsonFile(directory, "private.jwks.json")["keys"]!).OfType<JsonObject>()
            .Where(key => (string?)key["use"] is null or "sig")
            .Select(SigningKey.FromJwk);
        return new SandboxClient(registration, [.. keys], ReadCertificate(directory));
    }

    private static JsonObject JsonFile(string directory, string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(directory, name)))!.AsObject();

    private static X509Certificate2? ReadCertificate(string directory)
    {
        var (certificate, key) = (Path.Combine(directory, "tls.crt"), Path.Combine(directory, "tls.key"));
        return File.Exists(certificate) && File.Exists(key) ? X509Certificate2.CreateFromPemFile(certificate, key) : null;
    }

    private string Text(string member) =>
        (string?)Registration[member] ?? throw new FormatException($"The client's registration has no {member}.");

    private bool Flag(string member) => Registration[member] is { } value && value.GetValue<bool>();
}
