using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Benchmarks.Load;

/// <summary>One kind of request: prepares as many as asked for, each to be sent once.</summary>
internal sealed record Scenario(string Name, int MostRequests, Func<ServerProcess, int, Task<IReadOnlyList<Func<Task>>>> PrepareAsync);
