using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>A customer with a browser of their own, for flows in which it matters what the browser remembers.</summary>
public sealed class Visitor : IDisposable
{
    private Visitor(CustomerBrowser browser, SandboxCustomer customer)
    {
        Browser = browser;
        Customer = customer;
    }

    public CustomerBrowser Browser { get; }

    public SandboxCustomer Customer { get; }

    public static Visitor At(Bank bank) => new(bank.Server.OpenBrowser(), bank.Server.Kit.NextCustomer());

    /// <summary>The same customer at another device.</summary>
    public Visitor Elsewhere(Bank bank) => new(bank.Server.OpenBrowser(), Customer);

    public Task OpenAsync(Uri address) => Browser.OpenAsync(address);

    /// <summary>Opens a request and does what the pages ask for, which can be nothing.</summary>
    public async Task<AuthorizationAnswer> ApproveAsync(Uri address)
    {
        await Browser.OpenAsync(address);
        if (Browser.Page.IsSignIn)
        {
            await Browser.SignInAsync(Customer);
            await Browser.VerifyAsync(Customer);
        }
        return Browser.Answer ?? await Browser.ApproveAsync();
    }

    /// <summary>The whole flow of one client, from the request to the tokens.</summary>
    public async Task<Completed> ConnectAsync(FintechClient client, AuthorizationRequest request, Action<FormParameters>? change = null)
    {
        var answer = await ApproveAsync(client.DirectUrl(request, change: change));
        var tokens = await client.RedeemCodeAsync(answer.Code, request);
        tokens.Expect(200);
        return new Completed(request, answer, tokens);
    }

    public void Dispose() => Browser.Dispose();
}
