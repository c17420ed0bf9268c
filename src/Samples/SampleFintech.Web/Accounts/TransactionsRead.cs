namespace SampleFintech.Web.Accounts;

/// <summary>The answer to <c>GET /accounts/{id}/transactions</c>, as far as it is used here.</summary>
internal sealed record TransactionsRead(TransactionsRead.Report Transactions)
{
    internal sealed record Report(IReadOnlyList<Booking> Booked);

    internal sealed record Booking(DateOnly BookingDate, AmountRead TransactionAmount, string? RemittanceInformationUnstructured = null);
}
