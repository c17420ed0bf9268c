using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Interaction.Passkeys;

/// <summary>A customer whom no other test knows, with a passkey that the bank has added in a branch, and a browser.</summary>
public sealed class PasskeyOwner : IDisposable
{
    private const string Domain = "localhost";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly FactorAuthority InBranch = new FactorAuthority.ByBank("clerk 7", "visit 12");

    private readonly Bank bank;
    private readonly Payer payer;
    private readonly DateTimeOffset since;

    private PasskeyOwner(Bank bank, Payer payer, SoftPasskey passkey)
    {
        this.bank = bank;
        this.payer = payer;
        Passkey = passkey;
        since = DateTimeOffset.FromUnixTimeMilliseconds(bank.Server.Clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    public SoftPasskey Passkey { get; }

    public Guid Id => payer.Id;

    public string Subject => payer.Customer.Subject;

    public Payer Payer => payer;

    public CustomerBrowser Browser => payer.Browser;

    public string Origin => bank.Server.Kit.PublicAddress.GetLeftPart(UriPartial.Authority);

    public static async Task<PasskeyOwner> EnrolAsync(Bank bank, byte flags = 0x05)
    {
        var owner = new PasskeyOwner(bank, await Payer.EnrolAsync(bank, withNumber: false), new SoftPasskey { Flags = flags });
        var invitation = await owner.UseAsync<PasskeyEnrolment, PasskeyInvitation>(keys => keys.BeginAsync(owner.Id, InBranch));
        Assert.NotNull(await owner.UseAsync<PasskeyEnrolment, Guid?>(
            keys => keys.CompleteAsync(owner.Id, invitation.RegistrationId, owner.Create(owner.Passkey, invitation.Options), "My key")));
        return owner;
    }

    public string Create(SoftPasskey passkey, string options) => passkey.Create(options, Origin, relyingParty: Domain);

    /// <summary>What the passkey says to the page on show, or to other options.</summary>
    public string Answer(string? options = null, string? challenge = null, string? origin = null, string type = "webauthn.get", string relyingParty = Domain, string? userHandle = null) =>
        Passkey.Assert(options ?? Options, challenge, origin ?? Origin, type, relyingParty, userHandle);

    /// <summary>What the page on show asks the device for.</summary>
    public string Options => Browser.Page.Element("passkey-form").GetAttribute("data-options")!;

    public string Question => Browser.Page.Document.QuerySelector("input[name=question]")!.GetAttribute("value")!;

    /// <summary>Opens a request of a client, as far as the sign-in.</summary>
    public async Task<AuthorizationRequest> OpenAsync(FintechClient client)
    {
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid accounts", Nonce = AuthorizationRequest.NewSecret() };
        await Browser.OpenAsync(client.AuthorizeUrl((await client.PushAsync(request)).RequestUri));
        Assert.True(Browser.Page.IsSignIn, Browser.Page.Describe());
        return request;
    }

    /// <summary>Sends the form as the page's script would.</summary>
    public Task SendAsync(string answer, string? question = null)
    {
        Browser.Page.Document.QuerySelector("input[name=response]")!.SetAttribute("value", answer);
        if (question is not null)
        {
            Browser.Page.Document.QuerySelector("input[name=question]")!.SetAttribute("value", question);
        }
        return Browser.PressAsync("sign-in-passkey");
    }

    public Task<Passkey> RowAsync() => UseAsync<FapiDbContext, Passkey>(
        db => db.Set<Passkey>().AsNoTracking().SingleAsync(passkey => passkey.CustomerId == Id));

    public async Task<int> FailuresAsync() =>
        (await UseAsync<FapiDbContext, Customer>(db => db.Set<Customer>().AsNoTracking().SingleAsync(row => row.Id == Id))).FailedAttempts;

    public async Task LoseAsync()
    {
        var row = await RowAsync();
        Assert.True(await UseAsync<PasskeyEnrolment, bool>(keys => keys.ReportLostAsync(Id, row.Id)));
    }

    /// <summary>Waits for as many lines of this name about a client, or about this customer where none has sent them.</summary>
    public async Task IsAuditedAsync(string what, string? clientId = null, int times = 1)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        int count;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20)); // Audit lines are written in batches, beside the requests.
            count = await CountAsync(what, clientId);
        }
        while (count < times && TimeProvider.System.GetUtcNow() < deadline);
        Assert.Equal(times, count);
    }

    public Task<int> CountAsync(string what, string? clientId = null) => UseAsync<FapiDbContext, int>(
        db => db.AuditRecords.CountAsync(line => line.Event == what && line.At >= since
            && (clientId == null ? line.Subject == Subject : line.ClientId == clientId)));

    /// <summary>Back at the sign-in, told in the one way there is, with one line for it and nothing issued.</summary>
    public async Task IsRefusedAsync(FintechClient client, int times = 1)
    {
        Assert.Null(Browser.Answer);
        Assert.True(Browser.Page.IsSignIn && Browser.Page.Has("fault"), Browser.Page.Describe());
        Assert.False(await bank.HasGrantsAsync(client.ClientId));
        await IsAuditedAsync(SecurityEvent.SignInFailed, client.ClientId, times);
        Assert.Equal(0, await CountAsync(SecurityEvent.SignInSucceeded, client.ClientId));
    }

    public async Task<T> UseAsync<TService, T>(Func<TService, Task<T>> use)
        where TService : notnull
    {
        await using var scope = bank.Server.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public void Dispose()
    {
        Passkey.Dispose();
        payer.Dispose();
    }
}
