using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Payees;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>Knows the holders of the sandbox's own accounts, and of one shop's; all others are at banks that do not answer.</summary>
internal sealed class SandboxPayees(IOptions<ServerOptions> options) : IPayeeVerification
{
    private const int NearlyTheSame = 2;
    private readonly Lazy<Dictionary<string, string>> holders = new(() => Read(options.Value));

    public Task<PayeeCheck> VerifyAsync(Payee payee, CancellationToken ct) => Task.FromResult(
        !holders.Value.TryGetValue(payee.Account, out var holder) ? new PayeeCheck(PayeeMatch.Unavailable)
            : string.Equals(holder, payee.Name, StringComparison.OrdinalIgnoreCase) ? new PayeeCheck(PayeeMatch.Match)
            : Distance(holder.ToUpperInvariant(), payee.Name.ToUpperInvariant()) <= NearlyTheSame ? new PayeeCheck(PayeeMatch.CloseMatch, holder)
            : new PayeeCheck(PayeeMatch.NoMatch));

    private static Dictionary<string, string> Read(ServerOptions options)
    {
        var known = SandboxKit.ReadCustomers(options)
            .SelectMany(customer => customer!["accounts"]!.AsArray().Select(account => ((string)account!["iban"]!, (string)customer["name"]!)))
            .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
        known["GB33BUKB20201555555555"] = "Corner Grocery";
        return known;
    }

    // How many letters have to be changed, added or left out.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
