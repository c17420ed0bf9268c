using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>Some of many variants: any two values that meet in one of all meet in one of these.</summary>
internal static class PairwiseVariants
{
    public static IReadOnlyList<Variant> Of(IReadOnlyList<Variant> all)
    {
        var chosen = new List<Variant>();
        var missing = all.SelectMany(Pairs).ToHashSet();
        while (missing.Count > 0)
        {
            var next = all.MaxBy(variant => Pairs(variant).Count(missing.Contains))!;
            chosen.Add(next);
            missing.ExceptWith(Pairs(next));
        }
        return chosen;
    }

    private static IEnumerable<string> Pairs(Variant variant) =>
        from first in variant.Values
        from second in variant.Values
        select $"{first.Key}={first.Value},{second.Key}={second.Value}";
}
