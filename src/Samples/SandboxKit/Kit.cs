using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SandboxKit;

/// <summary>The sandbox kit as one process sees it: addresses, trust, its TLS certificate and the client it acts as.</summary>
internal sealed class Kit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly KitClient? _client;

    private Kit(string directory, ServerDescription server, X509Certificate2 authority, X509Certificate2 host, KitClient? client)
    {
        Directory = directory;
        Server = server;
        Authority = authority;
        HostCertificate = host;
        _client = client;
    }

    public string Directory { get; }

    public ServerDescription Server { get; }

    /// <summary>The sandbox's certificate authority: the only one the samples trust.</summary>
    public X509Certificate2 Authority { get; }

    public X509Certificate2 HostCertificate { get; }

    public KitClient Client => _client ?? throw new InvalidOperationException("This process acts as no client.");

    public IssuerDescription Issuer => Server.Issuers.Single(issuer => issuer.Name == Client.Description.Issuer);

    /// <summary>Waits until the authorization server has written everything that a process needs which acts as a client.</summary>
    /// <exception cref="KitNotReadyException">It did not within a minute.</exception>
    public static Task<Kit> WaitAsync(KitLocation location, string clientId, TimeProvider time, CancellationToken cancellationToken = default)
        => WaitForAsync(location, clientId, time, cancellationToken);

    /// <summary>The same for a process that is no client.</summary>
    /// <exception cref="KitNotReadyException">It did not within a minute.</exception>
    public static Task<Kit> WaitAsync(KitLocation location, TimeProvider time, CancellationToken cancellationToken = default)
        => WaitForAsync(location, null, time, cancellationToken);

    /// <summary>Reads <c>customers.json</c> as it is now.</summary>
    public static IReadOnlyList<Customer> ReadCustomers(string directory)
        => Read(Path.Combine(directory, "customers.json"), KitJson.Default.IReadOnlyListCustomer);

    public static ServerDescription ReadServer(string directory)
        => Read(Path.Combine(directory, "server.json"), KitJson.Default.ServerDescription);

    private static async Task<Kit> WaitForAsync(KitLocation location, string? clientId, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var (kit, reason) = TryRead(location, clientId, time);
            if (kit is not null)
                return kit;
            if (time.GetElapsedTime(started) > Patience)
                throw NotReady(location, reason);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    // The server writes many files one after another, so any of them may be absent, half written or of an earlier run.
    private static (Kit? Kit, Exception? Reason) TryRead(KitLocation location, string? clientId, TimeProvider time)
    {
        string[] needed = ["server.json", "ca.crt", "hosts/localhost.crt", "hosts/localhost.key"];
        if (clientId is not null)
            needed = [.. needed, $"clients/{clientId}/client.json"];
        if (needed.FirstOrDefault(file => !File.Exists(Path.Combine(location.Directory, file))) is { } absent)
            return (null, new FileNotFoundException($"{absent} is missing."));

        try
        {
            var server = ReadServer(location.Directory);
            if (!location.IsFor(server))
                return (null, new InvalidDataException("server.json is of an earlier run with other addresses."));
            var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(location.Directory, "ca.crt"));
            var host = ReadHostCertificate(Path.Combine(location.Directory, "hosts", "localhost"));
            if (!IsUsable(host, authority, time))
                return (null, new InvalidDataException("hosts/localhost.crt is expired, or not of this ca.crt."));
            return (new Kit(location.Directory, server, authority, host, clientId is null ? null : ReadClient(location.Directory, clientId)), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or CryptographicException)
        {
            return (null, exception);
        }
    }

    /// <summary>Reads another of the kit's clients.</summary>
    public KitClient ReadClient(string clientId) => ReadClient(Directory, clientId);

    private static KitClient ReadClient(string directory, string clientId)
    {
        var folder = Path.Combine(directory, "clients", clientId);
        var description = Read(Path.Combine(folder, "client.json"), KitJson.Default.ClientDescription);
        var keys = File.ReadAllText(Path.Combine(folder, "private.jwks.json"));
        JsonDocument.Parse(keys).Dispose();
        return new KitClient(description, keys);
    }

    private static T Read<T>(string path, JsonTypeInfo<T> type)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize(stream, type) ?? throw new JsonException($"{Path.GetFileName(path)} is empty.");
    }

    // Windows cannot serve TLS with a key that lives in memory only; a round through PKCS #12 gives it one that it can use.
    private static X509Certificate2 ReadHostCertificate(string pathWithoutEnding)
    {
        using var pem = X509Certificate2.CreateFromPemFile(pathWithoutEnding + ".crt", pathWithoutEnding + ".key");
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private static bool IsUsable(X509Certificate2 host, X509Certificate2 authority, TimeProvider time)
    {
        using var chain = new X509Chain { ChainPolicy = SandboxTrust.Policy(authority) };
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(host);
    }

    private static KitNotReadyException NotReady(KitLocation location, Exception? reason) => new(
        $"The sandbox kit in {location.Directory} is not complete: {reason?.Message} "
        + "The authorization server writes it when it starts; start everything together with: dotnet run --project src/Samples/Sandbox",
        reason);
}
