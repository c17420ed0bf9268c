using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit.Processes;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.TestKit.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Browser.Tests;

/// <summary>A server in this process, whose module the test can have ask a customer something, and the sample banking app beside it.</summary>
public sealed class AskingBank : IAsyncLifetime
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);
    private SupervisedProcess? app;

    public InProcessServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var address = $"https://localhost:{FreePorts.Take()}";
        Server = await InProcessServer.StartAsync(new ServerSetup { Settings = new Dictionary<string, string> { ["Sandbox:AppAddress"] = address } });
        app = await SupervisedProcess.StartAsync(new SupervisedCommand("dotnet", [BuildPaths.BankingApp, "--sandbox-dir", Server.Kit.Directory]));
        await WaitUntilReadyAsync(app, new Uri(address + "/health/ready"));
    }

    /// <summary>The payment of 123.50 EUR to Green Energy, to be approved in the app or with its code.</summary>
    public async Task<(CodeBinding Binding, ChallengeResult.Begun Challenge)> AskAsync(SandboxCustomer customer, FactorKinds factor)
    {
        var id = (await UseAsync<CustomerDirectory, CustomerIdentity?>(directory => directory.FindBySubjectAsync(customer.Subject)))!.Id;
        var binding = new CodeBinding(id, "fintech-1", Guid.NewGuid().ToString("N"), Payment());
        var begun = await UseAsync<StrongAuthentication, ChallengeResult>(
            sca => sca.ChallengeAsync(new ChallengeRequest(binding, "Sample Fintech", FactorKinds.Password | factor)));
        return (binding, (ChallengeResult.Begun)begun);
    }

    public Task<VerificationResult> VerifyAsync(ChallengeResult.Begun challenge, SandboxCustomer customer, FactorKinds factor, string proof) =>
        UseAsync<StrongAuthentication, VerificationResult>(sca => sca.VerifyAsync(
            challenge.ChallengeId, [new Proof(FactorKinds.Password, customer.Password), new Proof(factor, proof)]));

    public Task<ConsumeResult> ConsumeAsync(CodeBinding binding, string code) =>
        UseAsync<StrongAuthentication, ConsumeResult>(sca => sca.ConsumeAsync(code, binding));

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }
        await Server.DisposeAsync();
    }

    private static ScaAction.Payment Payment() =>
        Money.TryCreate(123.50m, "EUR", out var amount) && Payee.TryCreate("DE89370400440532013000", "Green Energy", out var payee)
            ? new ScaAction.Payment("sepa", amount, payee, "GB29NWBK60161300000001")
            : throw new InvalidOperationException("Not a payment.");

    private async Task WaitUntilReadyAsync(SupervisedProcess process, Uri address)
    {
        var deadline = TimeProvider.System.GetUtcNow() + ReadyWithin;
        while (!process.HasExited && TimeProvider.System.GetUtcNow() < deadline)
        {
            try
            {
                using var answer = await Server.Wire.Client(null).GetAsync(address);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        throw new InvalidOperationException("The banking app did not become ready:\n" + process.Output);
    }

    private async Task<T> UseAsync<TService, T>(Func<TService, Task<T>> use)
        where TService : notnull
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }
}
