using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SampleFintech.Web.Connecting;
using SampleFintech.Web.Journal;
using SandboxKit;

namespace SampleFintech.Web.Accounts;

/// <summary>The bank's API, called with a token that is bound to our key.</summary>
internal sealed class BankApi(ServerDescription server, RecordedHttp http, IHttpContextAccessor visitor, TimeProvider time)
{
    /// <summary>Reads all accounts with their balances and transactions.</summary>
    public async Task<Outcome<AccountOverview>> ReadAsync(Step step, BankConnection connection, CancellationToken cancellationToken)
    {
        using var client = http.For(step);
        var list = await GetAsync(client, step, connection, "/accounts", BankJson.Default.AccountsRead, cancellationToken);
        if (!list.Succeeded)
            return list.Problem;
        var accounts = new List<BankAccount>();
        foreach (var account in list.Value.Accounts)
        {
            // Links in the answer are not followed: the token goes to addresses that we made ourselves.
            var path = $"/accounts/{Uri.EscapeDataString(account.ResourceId)}";
            var balances = await GetAsync(client, step, connection, $"{path}/balances", BankJson.Default.BalancesRead, cancellationToken);
            if (!balances.Succeeded)
                return balances.Problem;
            var transactions = await GetAsync(client, step, connection, $"{path}/transactions", BankJson.Default.TransactionsRead, cancellationToken);
            if (!transactions.Succeeded)
                return transactions.Problem;
            if (balances.Value.Balances is not [{ BalanceAmount: var balance }, ..])
                return NotUnderstood;
            accounts.Add(new BankAccount(
                account.Name ?? "Account",
                account.Iban,
                new Money(balance.Amount, balance.Currency),
                [.. transactions.Value.Transactions.Booked.Select(Read)]));
        }

        return new AccountOverview(accounts, time.GetUtcNow());
    }

    /// <summary>Calls the API in a way that it must refuse; the journal shows whether it does.</summary>
    public async Task TryAsync(Step step, BankConnection connection, CancellationToken cancellationToken)
    {
        using var client = http.For(step);
        var address = Address("/accounts");
        var key = step.Kind == StepKind.TryForeignKey ? new ProofKey(time) : connection.Key;
        var proof = step.Kind == StepKind.TryWithoutProof ? null : key.Prove(HttpMethod.Get, address, connection.AccessToken);
        var answers = new List<HttpStatusCode>();
        for (var attempt = 1; attempt <= (step.Kind == StepKind.TryReplay ? 2 : 1); attempt++)
        {
            using var request = Request(address, connection.AccessToken, proof);
            var sent = await SendAsync(client, request, cancellationToken);
            using var response = sent.Value;
            connection.Key.Remember(address, response);
            if (response is not null)
                answers.Add(response.StatusCode);
        }

        step.End(step.Verify(answers is [.., HttpStatusCode.Unauthorized], "The bank refused it with 401."));
    }

    private async Task<Outcome<T>> GetAsync<T>(
        HttpClient client, Step step, BankConnection connection, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var address = Address(path);
        for (var mayRetry = true; ; mayRetry = false)
        {
            using var request = Request(address, connection.AccessToken, connection.Key.Prove(HttpMethod.Get, address, connection.AccessToken));
            var sent = await SendAsync(client, request, cancellationToken);
            if (!sent.Succeeded)
                return sent.Problem;
            using var response = sent.Value;
            var gotNonce = connection.Key.Remember(address, response);
            if (response.IsSuccessStatusCode)
                return await ReadAsync(response, type, cancellationToken);
            var problem = ProblemOf(response);
            if (problem.Error != "use_dpop_nonce" || !gotNonce || !mayRetry)
                return problem;
            step.Note("The API asks for its nonce in the proof (RFC 9449 §9). The request was sent again with it, in a new proof.");
        }
    }

    private Uri Address(string path) => new(server.BankAddress + path);

    private HttpRequestMessage Request(Uri address, string accessToken, string? proof)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = HttpVersion.Version20 };
        request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", accessToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("x-fapi-interaction-id", Guid.NewGuid().ToString());
        // Every call here is the customer's own; a bank counts those that are made behind their back.
        if (visitor.HttpContext?.Connection.RemoteIpAddress is { } customer)
            request.Headers.Add("x-fapi-customer-ip-address", customer.ToString());
        if (proof is not null)
            request.Headers.Add("DPoP", proof);
        return request;
    }

    private static async Task<Outcome<HttpResponseMessage>> SendAsync(
        HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            return Problem.Of(exception);
        }
    }

    private static async Task<Outcome<T>> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) is { } value ? value : NotUnderstood;
        }
        catch (JsonException)
        {
            return NotUnderstood;
        }
    }

    private static Problem ProblemOf(HttpResponseMessage response)
    {
        var parameters = Challenge.Parse(response.Headers.WwwAuthenticate);
        var error = parameters.GetValueOrDefault("error") ?? response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "invalid_token",
            HttpStatusCode.ServiceUnavailable => "temporarily_unavailable",
            _ => "api_refused",
        };
        return new Problem(error, parameters.GetValueOrDefault("error_description"), Hints.For(error));
    }

    private static Problem NotUnderstood => new("answer_not_understood", "The bank’s answer is not what its API describes.", Hints.For(null));

    private static BankTransaction Read(TransactionsRead.Booking booking) => new(
        booking.BookingDate,
        booking.RemittanceInformationUnstructured ?? "",
        new Money(booking.TransactionAmount.Amount, booking.TransactionAmount.Currency));
}
