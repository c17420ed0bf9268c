using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors;

/// <summary>Which elements together are strong customer authentication. (SCA-008, SCA-221)</summary>
internal sealed class FactorPolicy(IOptions<ScaOptions> options)
{
    /// <summary>What customers are offered, as far as they have it: the same whoever asks, and not all of it on a phone. (SCA-007, SCA-215)</summary>
    public static IReadOnlyList<FactorKinds> Offers { get; } =
    [
        FactorKinds.AppApproval,
        FactorKinds.Passkey,
        FactorKinds.Password | FactorKinds.AppCode,
        FactorKinds.Password | FactorKinds.Sms,
        FactorKinds.Password | FactorKinds.AppApproval,
        FactorKinds.Password | FactorKinds.Passkey,
        FactorKinds.Password | FactorKinds.Totp,
        FactorKinds.Password | FactorKinds.RecoveryCode,
    ];

    private const FactorKinds Linked = FactorKinds.Sms | FactorKinds.AppCode | FactorKinds.AppApproval | FactorKinds.Passkey;

    // Each holds a key and, when it is unlocked by what the bank has tied to the customer, a second element.
    private const FactorKinds TwoInOne = FactorKinds.AppApproval | FactorKinds.Passkey;

    /// <summary>Whether these could be enough, before any of them is shown.</summary>
    public bool Allows(FactorKinds asked, FactorKinds reused, bool isPayment)
    {
        var kinds = Single(asked).Concat(Single(reused)).ToList();
        if (asked == FactorKinds.None || kinds.Count == 1 && (asked & TwoInOne) == 0)
            return false;
        if (isPayment && ((asked & Linked) == 0 || (asked & FactorKinds.RecoveryCode) != 0))
            return false;

        return kinds.Any(kind => (kind & TwoInOne) != 0)
            || !options.Value.RequireDifferentCategories
            || kinds.Select(CategoryOf).Distinct().Count() > 1;
    }

    /// <summary>Whether what was shown is enough.</summary>
    public bool IsSatisfiedBy(IReadOnlyList<Element> elements, bool isPayment)
    {
        var parts = options.Value.RequireDifferentCategories
            ? elements.Select(element => element.Category).Distinct().Count()
            : elements.Select(element => (element.Factor, element.Category)).Distinct().Count();

        return parts > 1 && elements.Any(element => element.IsFresh) && (!isPayment || elements.Any(element => element is { IsLinked: true, IsFresh: true }));
    }

    public static IEnumerable<FactorKinds> Single(FactorKinds kinds) =>
        Enum.GetValues<FactorKinds>().Where(kind => kind != FactorKinds.None && kinds.HasFlag(kind));

    private static FactorCategory CategoryOf(FactorKinds kind) =>
        kind == FactorKinds.Password ? FactorCategory.Knowledge : FactorCategory.Possession;
}
