using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.TestKit.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Interaction.Devices;

/// <summary>A server whose customers have phones, and the module behind it, which asks them something.</summary>
public sealed class PhoneBank(InProcessServer server) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly FactorAuthority InBranch = new FactorAuthority.ByBank("clerk 7", "visit 12");
    private int asked;
    private int taken;

    public InProcessServer Server { get; } = server;

    /// <summary>A customer without a phone, whom no other test has asked anything.</summary>
    public SandboxCustomer NextCustomer() => Server.Kit.Customers.Where(customer => customer.Phone is null).ElementAt(Interlocked.Increment(ref taken) - 1);

    public async Task<Guid> IdOfAsync(SandboxCustomer customer) =>
        (await UseAsync<CustomerDirectory, CustomerIdentity?>(directory => directory.FindBySubjectAsync(customer.Subject)))!.Id;

    public async Task<string> ActivateAsync(SandboxCustomer customer)
    {
        var id = await IdOfAsync(customer);
        return (await UseAsync<AppDeviceEnrolment, ActivationCode>(devices => devices.BeginAsync(id, InBranch))).Text;
    }

    public async Task<SoftPhone> EnrolPhoneAsync(SandboxCustomer customer) =>
        await SoftPhone.EnrolAsync(Server.Wire, Server.Kit.PublicAddress, await ActivateAsync(customer), Server.Clock);

    public async Task<bool> ReportLostAsync(SandboxCustomer customer, SoftPhone phone)
    {
        var id = await IdOfAsync(customer);
        return await UseAsync<AppDeviceEnrolment, bool>(devices => devices.ReportLostAsync(id, Guid.Parse(phone.Identity.DeviceId)));
    }

    /// <summary>The page asks for the approval of a payment, or for the code of the app.</summary>
    public async Task<AskedPayment> AskAsync(SandboxCustomer customer, FactorKinds factor = FactorKinds.AppApproval, decimal amount = 123.50m)
    {
        var binding = new CodeBinding(await IdOfAsync(customer), "fintech-1", $"consent-{Interlocked.Increment(ref asked)}", Pay(amount));
        var begun = await UseAsync<StrongAuthentication, ChallengeResult>(
            sca => sca.ChallengeAsync(new ChallengeRequest(binding, "Test Fintech 1", FactorKinds.Password | factor)));
        return new AskedPayment(binding, begun as ChallengeResult.Begun);
    }

    public Task<VerificationResult> VerifyAsync(AskedPayment asked, SandboxCustomer customer, FactorKinds factor = FactorKinds.AppApproval, string proof = "") =>
        UseAsync<StrongAuthentication, VerificationResult>(sca => sca.VerifyAsync(
            asked.Challenge!.ChallengeId, [new Proof(FactorKinds.Password, customer.Password), new Proof(factor, proof)]));

    public Task<ConsumeResult> ConsumeAsync(AskedPayment asked, string code) =>
        UseAsync<StrongAuthentication, ConsumeResult>(sca => sca.ConsumeAsync(code, asked.Binding));

    public Task<int> CountDevicesAsync() => UseAsync<FapiDbContext, int>(db => db.Set<AppDevice>().CountAsync());

    /// <summary>The answer says it, an audit line says why, and exactly one does; or one for each of as many refusals.</summary>
    public async Task IsRefusedAsync(ServerResponse answer, int status, string error, string reason, string clause, DateTimeOffset since, int times = 1)
    {
        Assert.Equal((status, error), (answer.Status, answer.Error));
        Assert.Equal(["error", "error_description"], answer.Json.Select(member => member.Key));
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        List<AuditRecord> lines;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20)); // Audit lines are written in batches, beside the requests.
            var until = Server.Clock.GetUtcNow(); // A test that moved the clock has left lines in the future.
            lines = await UseAsync<FapiDbContext, List<AuditRecord>>(db => db.AuditRecords.AsNoTracking()
                .Where(line => line.At >= since && line.At <= until && line.Event == SecurityEvent.RequestRefused && line.Issuer == "app").ToListAsync());
        }
        while (lines.Count < times && TimeProvider.System.GetUtcNow() < deadline);

        Assert.Equal(times, lines.Count);
        Assert.All(lines, line => Assert.Equal((reason, clause), (line.Reason, line.Clause)));
    }

    /// <summary>Now, as the audit trail tells the time.</summary>
    public DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(Server.Clock.GetUtcNow().ToUnixTimeMilliseconds());

    public async Task<T> UseAsync<TService, T>(Func<TService, Task<T>> use)
        where TService : notnull
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static ScaAction.Payment Pay(decimal amount) =>
        Money.TryCreate(amount, "EUR", out var money) && Payee.TryCreate("DE89370400440532013000", "Green Energy", out var payee)
            ? new ScaAction.Payment("sepa", money, payee, "GB29NWBK60161300000001")
            : throw new ArgumentException("Not a payment.", nameof(amount));
}
