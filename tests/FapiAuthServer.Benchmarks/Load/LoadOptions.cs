using System.Globalization;
using FapiAuthServer.TestKit.Databases;

namespace FapiAuthServer.Benchmarks.Load;

/// <summary>How a load run is bounded: it sends a fixed number of requests and stops.</summary>
internal sealed record LoadOptions(int Requests, int Connections, IReadOnlyList<DatabaseKind> Databases, IReadOnlySet<string> Scenarios)
{
    public static LoadOptions Parse(string[] args)
    {
        var values = args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0].TrimStart('-'), pair => pair[1]);
        return new LoadOptions(
            Number("requests", 3000),
            Number("connections", 8),
            values.TryGetValue("database", out var database) ? [Enum.Parse<DatabaseKind>(database, ignoreCase: true)] : [DatabaseKind.Sqlite, DatabaseKind.PostgreSql],
            values.TryGetValue("scenario", out var scenario) ? scenario.Split(',').ToHashSet() : new HashSet<string>());

        int Number(string name, int otherwise) => values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }

    public bool Includes(string scenario) => Scenarios.Count == 0 || Scenarios.Contains(scenario);
}
