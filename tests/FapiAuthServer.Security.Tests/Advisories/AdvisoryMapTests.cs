using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>ADVISORIES.md and the tests say the same.</summary>
public sealed partial class AdvisoryMapTests
{
    private const int Rows = 51;

    [Fact]
    public void Map_and_tests_agree()
    {
        var map = File.ReadAllLines(MapFile())
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 6 && int.TryParse(cells[1], CultureInfo.InvariantCulture, out _))
            .ToDictionary(
                cells => int.Parse(cells[1], CultureInfo.InvariantCulture),
                cells => (Tests: cells[3].Replace("`", "", StringComparison.Ordinal).Split(", ", StringSplitOptions.RemoveEmptyEntries).Order().ToList(), Remark: cells[4]));
        var tests = typeof(AdvisoryMapTests).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .SelectMany(method => method.GetCustomAttributes<FactAttribute>().SelectMany(fact => RowsOf(fact.DisplayName ?? "")).Select(row => (row, Name: $"{method.DeclaringType!.Name}.{method.Name}")))
            .ToLookup(test => test.row, test => test.Name);

        Assert.Equal(Enumerable.Range(1, Rows), map.Keys.Order());
        Assert.All(map, row =>
        {
            Assert.Equal(tests[row.Key].Distinct().Order(), row.Value.Tests);
            Assert.True(row.Value.Tests.Count > 0 || row.Value.Remark.StartsWith("Does not apply yet", StringComparison.Ordinal), $"Row {row.Key} has neither a test nor a reason.");
        });
    }

    // "Advisory 2, CVE-…, and 3, CVE-…: what must hold" stands in both rows.
    private static IEnumerable<int> RowsOf(string displayName) => Row().Matches(displayName.Split(':')[0]).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private static string MapFile([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "ADVISORIES.md");

    [GeneratedRegex("(?:^Advisory|, and) ([0-9]+),")]
    private static partial Regex Row();
}
