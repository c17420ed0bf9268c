namespace FapiAuthServer.Conformance;

/// <summary>What somebody meant who mistyped a name.</summary>
public static class NearestName
{
    /// <summary>The candidate that the fewest slips of the fingers turn into <paramref name="name"/>; null when it would be a guess.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var nearest = candidates.Select(candidate => (Name: candidate, Slips: Slips(name, candidate))).DefaultIfEmpty((Name: "", Slips: int.MaxValue))
            .MinBy(candidate => candidate.Slips);
        return nearest.Slips <= Math.Max(2, name.Length / 3) ? nearest.Name : null;
    }

    /// <summary>The nearest name in words, ready to stand behind the wrong one; empty when there is none.</summary>
    public static string Hint(string name, IEnumerable<string> candidates) => Of(name, candidates) is { } nearest ? $" (did you mean {nearest}?)" : "";

    // Levenshtein's distance, row by row.
    private static int Slips(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
