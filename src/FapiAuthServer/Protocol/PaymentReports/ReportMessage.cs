using System.Globalization;
using System.Text.Json;
using FapiAuthServer.Grants.Details;
using FapiAuthServer.Transaction;

namespace FapiAuthServer.Protocol.PaymentReports;

/// <summary>What the bank's payment system sends, read strictly.</summary>
internal sealed record ReportMessage(string PaymentId)
{
    private const int Deepest = 8;
    private static readonly string[] OfPayment = ["payment_id", "record_id", "executed_at", "authorization_details"];
    private static readonly string[] OfFraud = ["payment_id"];
    private static readonly string[] Instants = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The record of what the customer agreed to.</summary>
    public Guid RecordId { get; private init; }

    public DateTimeOffset ExecutedAt { get; private init; }

    /// <summary>What was carried out, in the form in which the token named it.</summary>
    public GrantDetails Details { get; private init; } = GrantDetails.None;

    public static Task<ReportMessage?> ReadPaymentAsync(HttpContext context, CancellationToken cancellation)
        => ReadAsync(context, OfPayment, static (root, id) =>
            Guid.TryParseExact(Text(root, "record_id"), "D", out var record)
            && DateTimeOffset.TryParseExact(Text(root, "executed_at"), Instants, CultureInfo.InvariantCulture, DateTimeStyles.None, out var executed)
            && HasOffset(Text(root, "executed_at")!)
            && GrantDetails.TryParse(root.GetProperty("authorization_details").GetRawText(), out var details)
                ? new ReportMessage(id) { RecordId = record, ExecutedAt = executed, Details = details }
                : null, cancellation);

    public static Task<ReportMessage?> ReadFraudAsync(HttpContext context, CancellationToken cancellation)
        => ReadAsync(context, OfFraud, static (_, id) => new ReportMessage(id), cancellation);

    private static async Task<ReportMessage?> ReadAsync(
        HttpContext context, string[] names, Func<JsonElement, string, ReportMessage?> read, CancellationToken cancellation)
    {
        using var document = await SmallJson.TryReadAsync(context, Deepest, cancellation);
        if (document is null)
            return null;

        try
        {
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Count() == names.Length && names.All(name => root.TryGetProperty(name, out _))
                && Text(root, "payment_id") is { Length: > 0 and <= Sca.Evidence.PaymentBook.ReportedIdLength } id && id.All(c => c is > ' ' and <= '~')
                    ? read(root, id)
                    : null;
        }
        catch (Exception unfit) when (unfit is JsonException or InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }

    private static string? Text(JsonElement root, string name)
        => root.GetProperty(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    // Without one it would be this machine's time.
    private static bool HasOffset(string instant) => instant[^1] == 'Z' || instant.Length > 6 && instant[^6] is '+' or '-';
}
