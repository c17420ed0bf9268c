using System.Text.Json;
using FapiAuthServer.Sca.DynamicLinking;

namespace FapiAuthServer.Grants.Details;

/// <summary><c>account_information</c>: reading the customer's accounts, to the extent that <c>actions</c> says (RFC 9396 section 2).</summary>
internal sealed class AccountInformation : IAuthorizationDetailsType
{
    private static readonly string[] Actions = ["list_accounts", "read_balances", "read_transactions"];

    public string Name => "account_information";
    public bool IsReadOnly => true;

    public string? Fault(JsonElement detail)
        => !detail.HasOnly("type", "actions", "locations") ? "a member that this type does not have"
            : !detail.TryGetProperty("actions", out _) || !detail.IsAbsentOrSome("actions", Actions.Contains) ? "actions"
            : !detail.IsAbsentOrSome("locations", _ => true) ? "locations"
            : null;

    public IReadOnlyList<DetailFact> Describe(JsonElement detail)
        => [.. detail.GetProperty("actions").EnumerateArray().Select(action => new DetailFact($"account_information.{action.GetString()}"))];

    public BatchItem? FindPayment(JsonElement detail) => null;
}
