using System.Security.Cryptography;
using System.Text;

namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>
/// What the customer is about to do. Two actions are equal when their canonical forms are: the text that is shown, hashed and
/// signed. (SCA-041)
/// </summary>
public abstract class ScaAction : IEquatable<ScaAction>
{
    private ScaAction()
    {
    }

    /// <summary>The hash to which codes and approvals are bound: SHA-256 over the canonical form, in base64url.</summary>
    public string Hash => field ??= HashOf(Canonical);

    /// <summary>The action as JSON in ASCII that can be written in one way only. A banking app shows what is in it, and signs its hash. (SCA-040)</summary>
    public string Canonical => field ??= CanonicalForm.Write(this);

    /// <summary>Whether the law wants the elements bound to amount and payee. (SCA-004)</summary>
    public bool IsPayment => this is Payment or Batch or Mandate;

    /// <summary>One payment; by card, the amount is the one that is reserved. (SCA-045)</summary>
    public sealed class Payment(string scheme, Money amount, Payee payee, string? fromAccount = null) : ScaAction
    {
        public string Scheme { get; } = RequireName(scheme);

        public Money Amount { get; } = amount ?? throw new ArgumentNullException(nameof(amount));

        public Payee Payee { get; } = payee ?? throw new ArgumentNullException(nameof(payee));

        public string? FromAccount { get; } = RequireAccount(fromAccount);
    }

    /// <summary>Several payments that are agreed to together: bound are the total and every single one, in their order. (SCA-046)</summary>
    public sealed class Batch : ScaAction
    {
        public const int MaxItems = 1000;

        public Batch(string scheme, IReadOnlyList<BatchItem> items, string? fromAccount = null)
        {
            ArgumentNullException.ThrowIfNull(items);
            if (items.Count is 0 or > MaxItems || items.Any(item => item.Amount.Currency != items[0].Amount.Currency))
                throw new ArgumentException($"A batch has 1 to {MaxItems} payments in one currency.", nameof(items));

            Scheme = RequireName(scheme);
            Items = [.. items];
            FromAccount = RequireAccount(fromAccount);
            Total = Money.TryCreate(items.Sum(item => item.Amount.Amount), items[0].Amount.Currency, out var total)
                ? total
                : throw new ArgumentException("The total is more than can be paid.", nameof(items));
        }

        public string Scheme { get; }

        public IReadOnlyList<BatchItem> Items { get; }

        public Money Total { get; }

        public string? FromAccount { get; }
    }

    /// <summary>A mandate for later payments, within limits.</summary>
    public sealed class Mandate(string scheme, Payee payee, MandateLimits limits, string? fromAccount = null) : ScaAction
    {
        public string Scheme { get; } = RequireName(scheme);

        public Payee Payee { get; } = payee ?? throw new ArgumentNullException(nameof(payee));

        public MandateLimits Limits { get; } = RequireOneCurrency(limits);

        public string? FromAccount { get; } = RequireAccount(fromAccount);
    }

    /// <summary>A look at accounts; the order of accounts and permissions means nothing.</summary>
    public sealed class AccountAccess(IEnumerable<string> accounts, IEnumerable<string> permissions, DateOnly? until = null) : ScaAction
    {
        public const int MaxEntries = 200;

        /// <summary>Empty for accounts that the customer is still to choose.</summary>
        public IReadOnlyList<string> Accounts { get; } = Sorted(accounts.Select(account => RequireAccount(account)!));

        public IReadOnlyList<string> Permissions { get; } = Sorted(permissions.Select(RequireName));

        public DateOnly? Until { get; } = until;

        private static List<string> Sorted(IEnumerable<string> entries)
        {
            List<string> sorted = [.. entries.Take(MaxEntries + 1).Distinct().Order(StringComparer.Ordinal)];
            return sorted.Count <= MaxEntries ? sorted : throw new ArgumentException($"At most {MaxEntries} entries.", nameof(entries));
        }
    }

    /// <summary>A change of credentials, trusted payees, limits or contact data.</summary>
    public sealed class Change(ChangeKind kind, string subject) : ScaAction
    {
        public const int MaxSubjectLength = 200;

        public ChangeKind Kind { get; } = kind;

        /// <summary>What is changed, as the customer reads it.</summary>
        public string Subject { get; } = ReadableText.Is(subject, MaxSubjectLength)
            ? subject
            : throw new ArgumentException("A change names in up to 200 visible characters what is changed.", nameof(subject));
    }

    /// <summary>A sign-in and nothing more.</summary>
    public sealed class SignIn : ScaAction;

    /// <summary>Reads a canonical form that this module wrote.</summary>
    internal static ScaAction Read(string canonical) => CanonicalForm.Read(canonical);

    internal static string HashOf(string canonical) =>
        System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)));

    public bool Equals(ScaAction? other) => other is not null && other.Canonical == Canonical;

    public override bool Equals(object? obj) => Equals(obj as ScaAction);

    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    // Payees and amounts are the customer's own business: nothing of them in a log by accident.
    public override string ToString() => $"{GetType().Name} {Hash}";

    private static string RequireName(string name) =>
        name?.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or ':')
            ? name
            : throw new ArgumentException("A name has 1 to 64 letters, digits, points, colons, dashes or underscores.", nameof(name));

    private static string? RequireAccount(string? account) =>
        account is null ? null
        : AccountNumber.TryNormalize(account, out var normalized) ? normalized
        : throw new ArgumentException("An account has 1 to 64 letters, digits or separators.", nameof(account));

    private static MandateLimits RequireOneCurrency(MandateLimits limits) =>
        limits.PerPeriod is null || limits.PerPeriod.Currency == limits.PerPayment.Currency
            ? limits
            : throw new ArgumentException("The limits of a mandate are in one currency.", nameof(limits));
}
