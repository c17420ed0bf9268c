using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SandboxKit;

namespace Sandbox;

/// <summary>Asks a program whether it is ready, again and again, trusting only the kit's certificate authority.</summary>
internal sealed class Readiness(string directory)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task WaitForAsync(string address, CancellationToken cancellationToken)
    {
        while (!await IsReadyAsync(address, cancellationToken))
            await Task.Delay(Pause, cancellationToken);
    }

    // The authority is read anew each time: on the first start it does not exist yet.
    private async Task<bool> IsReadyAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(directory, "ca.crt"));
            using var client = new HttpClient(SandboxTrust.Handler(authority)) { Timeout = TimeSpan.FromSeconds(5) };
            using var response = await client.GetAsync(new Uri($"{address}/health/ready"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
