using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Tests.Servers;

/// <summary>Some of many variants: any two values that meet in one of all meet in one of these.</summary>
internal static class PairwiseVariants
{
    public static IReadOnlyList<Variant> Of(IReadOnlyList<Variant> all)
    {
        var varying = all.SelectMany(variant => variant.Values).Distinct().GroupBy(value => value.Key).Where(values => values.Count() > 1)
            .Select(values => values.Key).ToList();
        if (varying.Count < 2)
        {
            return all;
        }
        var chosen = new List<Variant>();
        var missing = all.SelectMany(variant => Pairs(variant, varying)).ToHashSet();
        while (missing.Count > 0)
        {
            var next = all.MaxBy(variant => Pairs(variant, varying).Count(missing.Contains))!;
            chosen.Add(next);
            missing.ExceptWith(Pairs(next, varying));
        }
        return chosen;
    }

    private static IEnumerable<string> Pairs(Variant variant, IReadOnlyList<string> varying) =>
        from first in varying
        from second in varying
        where string.CompareOrdinal(first, second) < 0
        select $"{first}={variant[first]},{second}={variant[second]}";
}
