using System.Globalization;
using System.Runtime.CompilerServices;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Benchmarks.Load;

/// <summary>
/// Payments confirmed with a factor. What is measured is the verification: the form with the customer's code, or the app's signed
/// answer and the form of the page that waits for it.
/// </summary>
internal static class ScaScenarios
{
    private const string ClientId = "fapi2-pkjwt-dpop-1";
    private const int MostAtOnce = 8; // as many browsers open visits at once as requests are sent later
    private const string Payment =
        """[{"type":"payment_initiation","instructedAmount":{"currency":"EUR","amount":"123.50"},"creditorName":"Merchant A","creditorAccount":{"iban":"DE02100100109307118603"}}]""";

    private static readonly ConditionalWeakTable<ServerProcess, List<Payer>> Payers = [];

    /// <summary>How many payments in a row the limits of the server have to let each customer confirm.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Sandbox:TestCustomers"] = "99",
        ["Sca:PromptsPerCustomerAndHour"] = "100",
        ["Sca:Sms:TextsPerCustomerAndHour"] = "100",
        ["Sca:Sms:TextsPerNumberAndHour"] = "100",
    };

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("sca by text", 100, (server, count) => PrepareAsync(server, count, "factor-sms", payer => Task.FromResult(Enter(payer, payer.Customer.Texts!.Code)))) { Rounds = 5, WarmUpRounds = 6 },
        new("sca by app code", 11, (server, count) => PrepareAsync(server, count, "factor-app-code", async payer => Enter(payer, payer.Phone!.Code((await payer.Phone.FetchAsync())!)))) { Rounds = 5, WarmUpRounds = 5 },
        new("sca by app approval", 11, (server, count) => PrepareAsync(server, count, "factor-app", ApproveAsync)) { Rounds = 5, WarmUpRounds = 5 },
    ];

    private static async Task<IReadOnlyList<Func<Task>>> PrepareAsync(ServerProcess server, int count, string way, Func<Payer, Task<Func<Task>>> prepareAsync)
    {
        var payers = Payers.GetValue(server, one => [.. one.Kit.Customers // those with phones first
            .Select(customer => new Payer(customer, one.OpenBrowser(), customer.Phone is { } phone ? new SoftPhone(one.Wire, one.Kit.PublicAddress, phone) : null))]);
        var client = await server.ConnectAsync(ClientId);
        var actions = new Func<Task>[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce }, async (i, _) =>
        {
            await ReachApprovalAsync(client, payers[i]);
            await payers[i].Browser.PressAsync(way);
            actions[i] = await prepareAsync(payers[i]);
        });
        return actions;
    }

    // Who has signed in goes on being signed in: what a password hash is meant to cost would hide the rest.
    private static async Task ReachApprovalAsync(FintechClient client, Payer payer)
    {
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid", Nonce = AuthorizationRequest.NewSecret() };
        var pushed = await client.PushAsync(request, push => push.Form["authorization_details"] = Payment);
        await payer.Browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        if (payer.Browser.Page.IsSignIn)
        {
            await payer.Browser.SignInAsync(payer.Customer);
            await payer.Browser.VerifyAsync(payer.Customer);
        }

        await payer.Browser.PressAsync("approve");
    }

    private static Func<Task> Enter(Payer payer, string code) => async () =>
    {
        RequireSettled(await payer.Browser.SubmitAsync("approval-verify", ("approval-code", code)));
    };

    private static async Task<Func<Task>> ApproveAsync(Payer payer)
    {
        var number = int.Parse(payer.Browser.Page.Text("match-number")!, CultureInfo.InvariantCulture);
        var answer = payer.Phone!.SignAnswer((await payer.Phone.FetchAsync())!, "approve", number);
        return async () =>
        {
            (await payer.Phone.SendAsync(answer)).Expect(204);
            RequireSettled(await payer.Browser.SubmitAsync("approval-verify"));
        };
    }

    private static void RequireSettled(ServerResponse answer)
    {
        if (answer.Status != 303 || answer.Header("Location")?.Contains("/resume?", StringComparison.Ordinal) is not true)
            throw new InvalidOperationException($"The payment was not confirmed: {answer.Status} {answer.Header("Location")}");
    }

    private sealed record Payer(SandboxCustomer Customer, CustomerBrowser Browser, SoftPhone? Phone);
}
