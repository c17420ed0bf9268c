using System.Globalization;
using System.Text.Json.Nodes;
using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.RecoveryCodes;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.Tests.Interaction.Devices;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Tests.Interaction.Security;

/// <summary>A customer who has signed in at the bank by themselves, to see to what they authenticate with.</summary>
internal sealed class OwnVisitor : IDisposable
{
    private const string SessionCookie = "__Host-fapi-session";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private DateTimeOffset opened;

    private OwnVisitor(PhoneBank bank, SandboxCustomer customer, Guid id)
    {
        Bank = bank;
        Customer = customer;
        Id = id;
        Browser = bank.Server.OpenBrowser();
    }

    public PhoneBank Bank { get; }

    public SandboxCustomer Customer { get; }

    public Guid Id { get; }

    public CustomerBrowser Browser { get; }

    public CustomerPage Page => Browser.Page;

    public string Session => Browser.Cookies.GetCookies(Bank.Server.Kit.PublicAddress)[SessionCookie]!.Value;

    public bool IsAtSignIn => Page.Address.AbsolutePath == "/fapi2/devices/sign-in";

    public static async Task<OwnVisitor> SignInAsync(PhoneBank bank, SandboxCustomer customer)
    {
        var visitor = new OwnVisitor(bank, customer, await bank.IdOfAsync(customer));
        await visitor.Browser.OpenAsync(visitor.At("devices"));
        Assert.True(visitor.IsAtSignIn, visitor.Page.Describe());
        Assert.True(await visitor.TrySignInAsync(customer.Password, await customer.Device.NextAsync()), visitor.Page.Describe());
        visitor.Mark();
        return visitor;
    }

    public Uri At(string path) => new(Bank.Server.Kit.PublicAddress, "/fapi2/" + path);

    public async Task<bool> TrySignInAsync(string password, string otp)
    {
        await Browser.OpenAsync(At("devices/sign-in"));
        await Browser.PressAsync("sign-in", ("username", Customer.Username), ("password", password), ("otp", otp));
        return Page.Address.AbsolutePath == "/fapi2/security";
    }

    /// <summary>From here on the audit trail and what is kept are looked at.</summary>
    public void Mark() => opened = Bank.Now();

    /// <summary>Begins a change at the customer's own page, and chooses how to confirm it.</summary>
    public async Task BeginAsync(string change, string way, params (string Id, string Value)[] fields)
    {
        await Browser.OpenAsync(At("security"));
        await Browser.PressAsync(change);
        Assert.True(Page.Has(way), Page.Describe());
        await Browser.PressAsync(way, fields);
    }

    /// <summary>With password and the code of a text message, the whole way.</summary>
    public async Task ChangeByTextAsync(string change, params (string Id, string Value)[] fields)
    {
        await BeginAsync(change, "factor-sms", fields);
        await ConfirmAsync(Customer.Texts!.Code);
    }

    public async Task ChangeByAuthenticatorAsync(string change, params (string Id, string Value)[] fields)
    {
        await BeginAsync(change, "factor-totp", fields);
        await ConfirmAsync(await Customer.Device.NextAsync());
    }

    public Task ConfirmAsync(string code) => Browser.PressAsync("approval-verify", ("password", Customer.Password), ("approval-code", code));

    /// <summary>A phone whose maker vouches that the app is unlocked with a number of its own, and so for two elements.</summary>
    public async Task<SoftPhone> EnrolLockedPhoneAsync()
    {
        var phone = await Bank.EnrolPhoneAsync(Customer);
        var id = Guid.Parse(phone.Identity.DeviceId);
        Assert.Equal(1, await Bank.UseAsync<FapiDbContext, int>(db => db.Set<AppDevice>().Where(device => device.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(device => device.Unlock, AppUnlock.Pin))));
        return phone;
    }

    /// <summary>Unlocks the app and approves what the page asks for.</summary>
    public async Task<PhonePrompt> ApproveAsync(SoftPhone phone)
    {
        var prompt = (await phone.FetchAsync())!;
        var number = int.Parse(Page.Text("match-number")!, CultureInfo.InvariantCulture);
        (await phone.ApproveAsync(prompt, number, draft => draft.Claims["amr"] = new JsonArray("pin"))).Expect(204);
        return prompt;
    }

    /// <summary>Another tab of the same browser, at the same page.</summary>
    public async Task<CustomerBrowser> OpenTwinAsync()
    {
        var twin = Bank.Server.OpenBrowser();
        twin.Cookies.Add(Browser.Cookies.GetAllCookies());
        await twin.OpenAsync(Page.Address);
        return twin;
    }

    /// <summary>What the customer has: activation codes and numbers that wait, phones, numbers and recovery codes that count.</summary>
    public Task<(int Activations, int Phones, int Numbers, int Codes)> CountAsync() => Bank.UseAsync<FapiDbContext, (int, int, int, int)>(async db => (
        await db.Set<AppActivation>().CountAsync(row => row.CustomerId == Id && row.UsedAt == null),
        await db.Set<AppDevice>().CountAsync(row => row.CustomerId == Id && row.RevokedAt == null),
        await db.Set<SmsNumber>().CountAsync(row => row.CustomerId == Id && row.RevokedAt == null),
        await db.Set<RecoveryCode>().CountAsync(row => row.CustomerId == Id && row.SpentAt == null)));

    /// <summary>Exactly these events of this customer have been audited since the mark, in this order.</summary>
    public async Task IsAuditedAsync(params string[] events)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        List<AuditRecord> lines;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20)); // Audit lines are written in batches, beside the requests.
            lines = await Bank.UseAsync<FapiDbContext, List<AuditRecord>>(db => db.AuditRecords.AsNoTracking()
                .Where(line => line.Subject == Customer.Subject && line.At >= opened).OrderBy(line => line.Id).ToListAsync());
        }
        while (lines.Count < events.Length && TimeProvider.System.GetUtcNow() < deadline);
        Assert.Equal(events.Order(StringComparer.Ordinal), lines.Select(line => line.Event).Order(StringComparer.Ordinal));
    }

    public Task<FactorKinds> FactorsAddedAsync() => Bank.UseAsync<FapiDbContext, FactorKinds>(async db => (await db.Set<ScaEvent>()
        .Where(row => row.CustomerId == Id && row.Kind == ScaEventKind.FactorAdded).Select(row => row.Factors).ToListAsync())
        .Aggregate(FactorKinds.None, (all, one) => all | one));

    public void Dispose() => Browser.Dispose();
}
