using System.Security.Cryptography;
using FapiAuthServer.Data;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.TestKit.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>A customer whom no other test knows, with a browser, a number and, where it is wanted, the banking app.</summary>
public sealed class Payer : IDisposable
{
    public const string Payment =
        """{"type":"payment_initiation","instructedAmount":{"currency":"EUR","amount":"123.50"},"creditorName":"Merchant A","creditorAccount":{"iban":"DE02100100109307118603"}}""";

    private static readonly FactorAuthority.ByBank InBranch = new("branch 1", "passport seen");

    private readonly InProcessServer server;

    private Payer(InProcessServer server, Guid id, SandboxCustomer customer)
    {
        this.server = server;
        Id = id;
        Customer = customer;
        Browser = server.OpenBrowser();
    }

    public Guid Id { get; }

    public SandboxCustomer Customer { get; }

    public CustomerBrowser Browser { get; }

    /// <summary>The visit of the page on show.</summary>
    public string Visit => Browser.Page.Address.AbsolutePath.Split('/')[3];

    public Uri Resume => new(server.Kit.PublicAddress, $"/fapi2/authorize/resume?visit={Visit}");

    public static Task<Payer> EnrolAsync(Bank bank, bool withNumber = true) => EnrolAsync(bank.Server, withNumber);

    public static async Task<Payer> EnrolAsync(InProcessServer server, bool withNumber = true)
    {
        var username = "payer-" + RandomNumberGenerator.GetHexString(12, lowercase: true);
        var secret = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);
        var number = "+49170" + RandomNumberGenerator.GetString("0123456789", 8);
        const string password = "payers-password";
        await using var scope = server.Services.CreateAsyncScope();
        var identity = await scope.ServiceProvider.GetRequiredService<CustomerDirectory>().EnrolAsync(new NewCustomer(username, "Payer", password, secret));
        if (withNumber)
        {
            await scope.ServiceProvider.GetRequiredService<SmsEnrolment>().AdoptAsync(identity.Id, number, InBranch);
        }
        return new Payer(server, identity.Id, new SandboxCustomer(username, password, "Payer", identity.Subject, secret)
        {
            Texts = new TextMessages(server.Kit.Directory, number),
            Device = new OneTimeCodes(secret),
        });
    }

    public async Task<SoftPhone> EnrolPhoneAsync()
    {
        await using var scope = server.Services.CreateAsyncScope();
        var activation = await scope.ServiceProvider.GetRequiredService<AppDeviceEnrolment>().BeginAsync(Id, InBranch);
        return await SoftPhone.EnrolAsync(server.Wire, server.Kit.PublicAddress, activation.Text, server.Clock);
    }

    /// <summary>Pushes a request for a payment, signs in, says yes, and is asked how to confirm it.</summary>
    public async Task<AuthorizationRequest> ReachApprovalAsync(FintechClient client, string details = $"[{Payment}]", string scope = "openid")
    {
        var request = await ReachConsentAsync(client, details, scope);
        await Browser.PressAsync("approve");
        Assert.True(Browser.Page.IsApproval, Browser.Page.Describe());
        return request;
    }

    /// <summary>Pushes a request for a payment, signs in where that is asked for, and is asked for a yes.</summary>
    public async Task<AuthorizationRequest> ReachConsentAsync(FintechClient client, string details, string scope = "openid", CustomerBrowser? browser = null)
    {
        browser ??= Browser;
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = scope, Nonce = AuthorizationRequest.NewSecret() };
        var pushed = await client.PushAsync(request, push => push.Form["authorization_details"] = details);
        await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        if (browser.Page.IsSignIn)
        {
            await browser.SignInAsync(Customer);
            await browser.VerifyAsync(Customer);
        }
        Assert.True(browser.Page.Has("approve"), browser.Page.Describe());
        return request;
    }

    /// <summary>Another window in which the customer is signed in.</summary>
    public CustomerBrowser OpenTwin()
    {
        var twin = server.OpenBrowser();
        twin.Cookies.Add(Browser.Cookies.GetAllCookies());
        return twin;
    }

    /// <summary>The same, as far as a prompt in the banking app.</summary>
    public async Task<AuthorizationRequest> ReachAppAsync(FintechClient client, string way)
    {
        var request = await ReachApprovalAsync(client);
        await Browser.PressAsync(way);
        return request;
    }

    public Task EnterAsync(string code) => Browser.PressAsync("approval-verify", ("approval-code", code));

    /// <summary>A code that is certainly not this one.</summary>
    public static string Wrong(string code) => (code[0] == '9' ? '0' : (char)(code[0] + 1)) + code[1..];

    /// <summary>Changes the stored request behind everybody's back.</summary>
    public async Task TamperAsync(string from, string to)
    {
        var visit = Visit;
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
        var parameters = await db.Interactions.Where(row => row.Id == visit).Select(row => row.Parameters).SingleAsync();
        Assert.Contains(from, parameters, StringComparison.Ordinal);
        var changed = parameters.Replace(from, to, StringComparison.Ordinal);
        Assert.Equal(1, await db.Interactions.Where(row => row.Id == visit).ExecuteUpdateAsync(set => set.SetProperty(row => row.Parameters, changed)));
    }

    /// <summary>Puts what one visit has reached into another.</summary>
    public async Task CopyApprovalAsync(string from, string to)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
        var approval = await db.Interactions.Where(row => row.Id == from).Select(row => row.Approval).SingleAsync();
        Assert.NotNull(approval);
        Assert.Equal(1, await db.Interactions.Where(row => row.Id == to).ExecuteUpdateAsync(set => set.SetProperty(row => row.Approval, approval)));
    }

    public async Task<bool> HasEventAsync(string what, string clientId)
    {
        for (var deadline = DateTimeOffset.UtcNow.AddSeconds(20); DateTimeOffset.UtcNow < deadline; await Task.Delay(20))
        {
            await using var scope = server.Services.CreateAsyncScope();
            var records = scope.ServiceProvider.GetRequiredService<FapiDbContext>().AuditRecords;
            if (await records.AnyAsync(record => record.Event == what && record.ClientId == clientId && record.Subject == Customer.Subject))
            {
                return true;
            }
        }
        return false;
    }

    public void Dispose() => Browser.Dispose();
}
