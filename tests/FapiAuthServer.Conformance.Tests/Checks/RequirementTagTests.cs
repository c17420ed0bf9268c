using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using FapiAuthServer.Conformance.Checks;

namespace FapiAuthServer.Conformance.Tests.Checks;

/// <summary>Every tag that stands in the runner's sources.</summary>
public sealed partial class RequirementTagTests
{
    // How many items the numbered lists of the FAPI 2.0 Security Profile have; its other sections have none.
    private static readonly Dictionary<string, int> Fapi2Lists = new()
    {
        ["5.2.1"] = 5,
        ["5.2.2"] = 2,
        ["5.2.3"] = 3,
        ["5.3.2.1"] = 14,
        ["5.3.2.2"] = 14,
        ["5.3.3.1"] = 13,
        ["5.3.3.2"] = 7,
        ["5.3.4"] = 5,
        ["5.4.1"] = 4,
        ["5.4.2"] = 3,
    };

    public static TheoryData<string> Tags => [.. ReadTags()];

    [Fact]
    public void There_are_tags() => Assert.True(Tags.Count > 40);

    [Theory]
    [MemberData(nameof(Tags))]
    public void Tag_leads_to_a_section(string tag) => Assert.NotNull(Requirements.Resolve(tag));

    [Theory]
    [MemberData(nameof(Tags))]
    public void Tag_of_the_profile_names_an_item_that_is_there(string tag)
    {
        if (tag.Split("FAPI2-SP-FINAL-") is not [_, var place])
        {
            return;
        }
        var parts = place.Split('-', 2);
        Assert.Contains(parts[0], Fapi2Lists.Keys);
        if (parts is [var section, var item])
        {
            Assert.InRange(int.Parse(item, CultureInfo.InvariantCulture), 1, Fapi2Lists[section]);
        }
    }

    private static IEnumerable<string> ReadTags()
    {
        var root = typeof(RequirementTagTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RunnerSources").Value!;
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).StartsWith("obj", StringComparison.Ordinal))
            .SelectMany(file => Tag().Matches(File.ReadAllText(file)).Select(match => match.Groups["tag"].Value))
            .Distinct().Order(StringComparer.Ordinal);
    }

    // The name of a specification and a section after it: a number, or the letter of an appendix.
    [GeneratedRegex("""
        "(?<tag>(?:RFC[0-9]+|FAPI[A-Z0-9]*(?:-[A-Z]+)*|OID[A-Z]*|JARM|CIBA)-(?:[0-9]|[A-Z]\.)[0-9A-Za-z.-]*)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Tag();
}
