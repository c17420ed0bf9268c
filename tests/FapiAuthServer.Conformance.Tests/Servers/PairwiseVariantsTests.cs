using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Tests.Servers;

public sealed class PairwiseVariantsTests
{
    public static TheoryData<string> Plans => [.. KnownPlans.All.Select(plan => plan.Name)];

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_two_values_that_can_meet_do(string name)
    {
        var all = KnownPlans.Find(name).Variants;

        var chosen = PairwiseVariants.Of(all);

        foreach (var variant in all)
        {
            foreach (var first in variant.Values)
            {
                Assert.All(variant.Values, second => Assert.Contains(chosen, one => one.Is(first.Key, first.Value) && one.Is(second.Key, second.Value)));
            }
        }
        Assert.Equal(chosen.Count, chosen.Distinct().Count());
    }
}
