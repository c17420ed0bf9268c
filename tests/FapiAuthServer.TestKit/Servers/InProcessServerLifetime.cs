using Microsoft.Extensions.Hosting;

namespace FapiAuthServer.TestKit.Servers;

/// <summary>A server in a test's process ends with the test: a signal is for the process, and must not stop the server alone.</summary>
internal sealed class InProcessServerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
