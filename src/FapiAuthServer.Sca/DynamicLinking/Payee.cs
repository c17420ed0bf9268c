using System.Diagnostics.CodeAnalysis;

namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>Who is to be paid: account and name, both as the customer is shown them. (SCA-047)</summary>
public sealed record Payee
{
    private const int MaxNameLength = 140;

    private Payee(string account, string name)
    {
        Account = account;
        Name = name;
    }

    /// <summary>Without spaces; an IBAN in capitals.</summary>
    public string Account { get; }

    /// <summary>
    /// Character by character as it was sent: a name that only looks the same is another name. Never one with characters that
    /// are not seen or that turn the direction of reading.
    /// </summary>
    public string Name { get; }

    /// <summary>The last digits are enough to recognise an account, and too few to use it.</summary>
    public string MaskedAccount => AccountNumber.Mask(Account);

    public static bool TryCreate(string? account, string? name, [NotNullWhen(true)] out Payee? payee)
    {
        payee = AccountNumber.TryNormalize(account, out var normalized) && ReadableText.Is(name, MaxNameLength) ? new Payee(normalized, name) : null;
        return payee is not null;
    }

    internal static Payee Read(string account, string name) =>
        TryCreate(account, name, out var payee) ? payee : throw new FormatException("Not a payee in canonical form.");
}
