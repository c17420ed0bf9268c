using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SandboxKit;

namespace Sandbox;

/// <summary>Asks the programs whether they are ready, again and again, trusting only the kit's certificate authority.</summary>
internal sealed class Readiness(string directory) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _authorityFile = Path.Combine(directory, "ca.crt");
    private HttpClient? _client;
    private DateTime _clientVersion;

    /// <summary>Completes when all of the addresses are ready.</summary>
    public async Task WaitForAsync(IEnumerable<string> addresses, CancellationToken cancellationToken)
    {
        foreach (var address in addresses)
            while (!await IsReadyAsync(address, cancellationToken))
                await Task.Delay(Pause, cancellationToken);
    }

    public void Dispose() => _client?.Dispose();

    private async Task<bool> IsReadyAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            if (Client() is not { } client)
                return false;
            using var response = await client.GetAsync(new Uri($"{address}/health/ready"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is IOException or CryptographicException or HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // On the first start there is no authority yet, and the server may replace one that has expired.
    private HttpClient? Client()
    {
        if (!File.Exists(_authorityFile))
            return null;
        var version = File.GetLastWriteTimeUtc(_authorityFile);
        if (_client is not null && _clientVersion == version)
            return _client;
        var authority = X509CertificateLoader.LoadCertificateFromFile(_authorityFile);
        _client?.Dispose();
        _client = new HttpClient(SandboxTrust.Handler(authority)) { Timeout = TimeSpan.FromSeconds(5) };
        _clientVersion = version;
        return _client;
    }
}
