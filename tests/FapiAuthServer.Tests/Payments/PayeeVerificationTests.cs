using FapiAuthServer.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Payees;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FapiAuthServer.Tests.Payments;

/// <summary>The payee's name is checked before the customer approves; they are told what came of it, and decide.</summary>
public sealed class PayeeVerificationTests(PaymentBanks banks)
{
    private const string Shop = "GB33BUKB20201555555555";

    [Clause("SCA-226")]
    [Theory(DisplayName = "The page says whether the name is that of the account; another's name is told only when it is nearly the same")]
    [InlineData("Corner Grocery", Shop, "match", "The name belongs to this account.", false)]
    [InlineData("CORNER GROCERY", Shop, "match", "The name belongs to this account.", false)]
    [InlineData("Corner Grosery", Shop, "closematch", "Corner Grocery", false)]
    [InlineData("Fake Grocery Ltd", Shop, "nomatch", "The name does not belong to this account.", true)]
    [InlineData("Anybody", "DE02100100109307118603", "unavailable", "We could not check", false)]
    public async Task Page_tells_the_outcome(string name, string iban, string kind, string words, bool warns)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        var order = new Order("50", Name: name, Iban: iban);

        var request = await payer.ReachApprovalAsync(client, order.ToDetails());

        var check = payer.Browser.Page.Element("payee-check-0");
        Assert.Contains(kind, check.ClassList);
        Assert.Contains(words, check.TextContent, StringComparison.Ordinal);
        Assert.Equal(warns, payer.Browser.Page.Has("payee-warning"));
        if (kind == "nomatch")
        {
            Assert.DoesNotContain("Corner Grocery", payer.Browser.Page.Response.Body, StringComparison.Ordinal);
        }

        // The customer decides, warned or not.
        await payer.Browser.ConfirmByTextAsync();
        (await client.RedeemCodeAsync(payer.Browser.Answer!.Code, request)).Expect(200);
        Assert.Equal($"{kind}:1", (await DetailsAsync(bank, payer)).Single(), ignoreCase: true);
    }

    [Clause("RTS-2")]
    [Clause("SCA-226")]
    [Theory(DisplayName = "A small payment to a name that is not the account's is asked for, so that the customer is told")]
    [InlineData("Corner Grocery", true)]
    [InlineData("Corner Grosery", false)]
    [InlineData("Fake Grocery Ltd", false)]
    public async Task Mismatch_is_never_exempt(string name, bool isExempt)
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        using var payer = await Payer.EnrolAsync(bank.Server);
        await payer.ReachConsentAsync(await bank.RegisterAsync(), new Order("5", Name: name, Iban: Shop).ToDetails());

        await payer.Browser.PressAsync("approve");

        Assert.Equal(isExempt, payer.Browser.Answer is { Error: null });
        Assert.Equal(!isExempt, payer.Browser.Page.IsApproval);
    }

    [Clause("SCA-226")]
    [Fact(DisplayName = "The directory is asked once for a visit; a name that it should not have told is not shown")]
    public async Task Directory_is_asked_once()
    {
        var directory = new CountingDirectory();
        await using var bank = await PaymentBank.OpenAsync(
            DatabaseKind.Sqlite, new Dictionary<string, string>(), services => services.Replace(ServiceDescriptor.Singleton<IPayeeVerification>(directory)));
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);

        await payer.ReachApprovalAsync(client, new Order("50").ToDetails());
        await payer.Browser.PressAsync("factor-sms");
        await payer.Browser.OpenAsync(payer.Browser.Page.Address);

        Assert.Equal(1, directory.Asked);
        Assert.True(payer.Browser.Page.Has("payee-warning"));
        Assert.DoesNotContain(CountingDirectory.Holder, payer.Browser.Page.Response.Body, StringComparison.Ordinal);
    }

    [Clause("RTS-2")]
    [Clause("SCA-226")]
    [Fact(DisplayName = "A bank may refuse a payment whose payee's name does not match: the client is denied, and not told why")]
    public async Task Bank_may_refuse()
    {
        await using var bank = await PaymentBank.OpenAsync(DatabaseKind.Sqlite, new Dictionary<string, string> { ["Sca:Payees:RefusesNoMatch"] = "true" });
        var client = await bank.RegisterAsync();
        using var payer = await Payer.EnrolAsync(bank.Server);
        await payer.ReachApprovalAsync(client, new Order("50", Name: "Corner Grosery", Iban: Shop).ToDetails());
        await payer.ReachConsentAsync(client, new Order("50", Name: "Fake Grocery Ltd", Iban: Shop).ToDetails());
        var ledger = Ledger.Open(bank.Server, client.ClientId);

        await payer.Browser.PressAsync("approve");

        Assert.Equal("access_denied", payer.Browser.Answer?.Error);
        await ledger.IsRefusedAsync("Authorization", "payee_refused", "RTS-2");
    }

    private static Task<List<string?>> DetailsAsync(PaymentBank bank, Payer payer) => bank.UseAsync(services =>
        services.GetRequiredService<FapiDbContext>().Set<ScaEvent>().Where(entry => entry.Kind == ScaEventKind.PayeeChecked && entry.CustomerId == payer.Id).Select(entry => entry.Detail).ToListAsync());

    private sealed class CountingDirectory : IPayeeVerification
    {
        public const string Holder = "Somebody Else";
        private int asked;

        public int Asked => asked;

        public Task<PayeeCheck> VerifyAsync(Payee payee, CancellationToken ct)
        {
            Interlocked.Increment(ref asked);
            return Task.FromResult(new PayeeCheck(PayeeMatch.NoMatch, Holder));
        }
    }
}
