using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using FapiAuthServer.Jose;
using FapiAuthServer.ResourceServer;
using SandboxKit;

namespace SampleBank.Api.Payments;

/// <summary>
/// Tells the authorization server what was carried out, beside the payment itself: nobody waits for a report, and one that does not
/// get through is sent again. The token is this API's own, bound to a key of this process.
/// </summary>
internal sealed class PaymentReporter(Kit kit, TimeProvider time, ILogger<PaymentReporter> logger) : BackgroundService
{
    private const int Capacity = 1000;
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly PrivateKey _key = PrivateKey.Generate(FapiAlgorithms.ES256);
    private readonly HttpClient _http = new(SandboxTrust.Handler(kit.Authority));
    private readonly Channel<PaymentToReport> _pending = Channel.CreateBounded<PaymentToReport>(Capacity);

    /// <summary>Takes a payment that has been carried out; false when too many wait, which is for the operator to see.</summary>
    public bool TryReport(PaymentToReport payment)
    {
        var isTaken = kit.ReadClient(ClientIdFor(payment)).Description.Scope is { Length: > 0 } && _pending.Writer.TryWrite(payment);
        if (!isTaken)
            Log.NotReported(logger, payment.Executed.PaymentId);
        return isTaken;
    }

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var payment in _pending.Reader.ReadAllAsync(stoppingToken))
            await ReportAsync(payment, stoppingToken);
    }

    private async Task ReportAsync(PaymentToReport payment, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                var status = await SendAsync(payment, cancellationToken);
                Log.Reported(logger, payment.Executed.PaymentId, status);
                if (status < 500)
                    return;
            }
            catch (Exception exception) when (exception is HttpRequestException or JsonException)
            {
                Log.ReportFailed(logger, payment.Executed.PaymentId, exception);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        Log.NotReported(logger, payment.Executed.PaymentId);
    }

    private async Task<int> SendAsync(PaymentToReport payment, CancellationToken cancellationToken)
    {
        var issuer = payment.Issuer;
        var address = new Uri($"{issuer.Issuer}/payments/executed");
        var token = await ObtainTokenAsync(issuer, ClientIdFor(payment), cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = JsonContent.Create(new Dictionary<string, object>
            {
                ["payment_id"] = payment.Executed.PaymentId,
                ["record_id"] = payment.RecordId,
                ["executed_at"] = payment.Executed.ExecutedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                ["authorization_details"] = new[] { DetailOf(payment.Order) },
            }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", token);
        request.Headers.Add("DPoP", DPoPProof.Create(_key, HttpMethod.Post.Method, address.AbsoluteUri, time.GetUtcNow(), token));
        using var response = await _http.SendAsync(request, cancellationToken);
        return (int)response.StatusCode;
    }

    private async Task<string> ObtainTokenAsync(IssuerDescription issuer, string clientId, CancellationToken cancellationToken)
    {
        var client = kit.ReadClient(clientId);
        var metadata = await _http.GetFromJsonAsync<JsonElement>(new Uri(issuer.Discovery), cancellationToken);
        var address = new Uri(metadata.GetProperty("token_endpoint").GetString()!);
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["scope"] = client.Description.Scope!,
                ["client_id"] = clientId,
                ["client_assertion_type"] = ClientAssertion.AssertionType,
                ["client_assertion"] = ClientAssertion.Create(PrivateKey.FromJwks(client.PrivateJwks)[0], clientId, issuer.Issuer, time.GetUtcNow()),
            }),
        };
        request.Headers.Add("DPoP", DPoPProof.Create(_key, HttpMethod.Post.Method, address.AbsoluteUri, time.GetUtcNow()));
        using var response = await _http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.GetProperty("access_token").GetString()!;
    }

    private static string ClientIdFor(PaymentToReport payment) => $"{payment.Issuer.Name}-rs-1";

    // Exactly what was carried out, and not what the token says should be.
    private static Dictionary<string, object> DetailOf(PaymentOrder order)
    {
        var detail = new Dictionary<string, object>
        {
            ["type"] = "payment_initiation",
            ["instructedAmount"] = new Dictionary<string, string> { ["currency"] = order.Currency, ["amount"] = order.Amount.ToString(CultureInfo.InvariantCulture) },
            ["creditorName"] = order.CreditorName,
            ["creditorAccount"] = new Dictionary<string, string> { ["iban"] = order.CreditorAccount },
        };
        if (order.DebtorAccount is { } from)
            detail["debtorAccount"] = new Dictionary<string, string> { ["iban"] = from };
        return detail;
    }
}
