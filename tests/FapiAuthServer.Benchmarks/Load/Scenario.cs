using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Benchmarks.Load;

/// <summary>One kind of request: prepares as many as asked for, each to be sent once.</summary>
internal sealed record Scenario(string Name, int MostRequests, Func<ServerProcess, int, Task<IReadOnlyList<Func<Task>>>> PrepareAsync)
{
    /// <summary>How often it is prepared and measured, the figures being those of all rounds together.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>How often it is done beforehand; null for as often as it still gets cheaper.</summary>
    public int? WarmUpRounds { get; init; }
}
