using System.Diagnostics;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Benchmarks.Load;

/// <summary>
/// Starts the real server on each database and drives it over TLS with requests that were signed beforehand, so that what
/// is measured is the server: requests per second, latency, and the CPU time of the server process per request.
/// </summary>
internal static class LoadRun
{
    private const int LeastWarmUpRounds = 2;
    private const int MostWarmUpRounds = 8;
    private static readonly TimeSpan CompilerPause = TimeSpan.FromMilliseconds(500);

    public static async Task<int> RunAsync(LoadOptions options)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, {options.Requests} requests a scenario, {options.Connections} connections, HTTP/1.1 over TLS, generator on the same machine");
        foreach (var database in options.Databases)
            await RunAsync(database, options);

        return 0;
    }

    private static async Task RunAsync(DatabaseKind database, LoadOptions options)
    {
        var starting = Stopwatch.StartNew();
        await using var server = await ServerProcess.StartAsync(new ServerSetup { Database = database, Settings = ScaScenarios.Settings });
        var ready = starting.Elapsed;
        using var process = Process.GetProcessById(server.ProcessId);
        process.Refresh();
        Console.WriteLine();
        Console.WriteLine($"{database}: ready in {ready.TotalSeconds:0.0} s with a new kit, {process.WorkingSet64 / 1024 / 1024} MB resident");
        Console.WriteLine($"{"scenario",-22} {"requests/s",11} {"p50 ms",8} {"p99 ms",8} {"CPU ms",8}");

        foreach (var scenario in Scenarios.All.Where(scenario => options.Includes(scenario.Name)))
        {
            var bounded = options with { Requests = Math.Min(options.Requests, scenario.MostRequests) };
            await WarmUpAsync(server, process, scenario, bounded);
            var result = await MeasureAsync(server, process, scenario, bounded);
            Console.WriteLine($"{scenario.Name,-22} {result.PerSecond,11:0} {result.P50,8:0.00} {result.P99,8:0.00} {result.CpuMilliseconds,8:0.00}");
        }

        process.Refresh();
        Console.WriteLine($"{process.WorkingSet64 / 1024 / 1024} MB resident after the load");
    }

    // A server runs for months, and its code is compiled anew, and better, during its first minute of work. What is recorded is
    // the server after that: rounds are repeated until one is no cheaper than the one before.
    private static async Task WarmUpAsync(ServerProcess server, Process process, Scenario scenario, LoadOptions options)
    {
        var before = double.MaxValue;
        var rounds = scenario.WarmUpRounds ?? MostWarmUpRounds;
        for (var round = 0; round < rounds; round++)
        {
            var cost = (await MeasureAsync(server, process, scenario, options)).CpuMilliseconds;
            if (scenario.WarmUpRounds is null && round >= LeastWarmUpRounds && cost > before * 0.95)
                return;

            before = Math.Min(before, cost);
            await Task.Delay(CompilerPause); // the compiler's background thread waits for quiet
        }
    }

    private static async Task<LoadResult> MeasureAsync(ServerProcess server, Process process, Scenario scenario, LoadOptions options)
    {
        var latencies = new List<double>();
        var (elapsed, cpu) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var round = 0; round < scenario.Rounds; round++)
        {
            var prepared = await scenario.PrepareAsync(server, options.Requests);
            process.Refresh();
            var before = process.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            latencies.AddRange(await SendAsync(prepared, options.Connections));
            elapsed += watch.Elapsed;
            process.Refresh();
            cpu += process.TotalProcessorTime - before;
        }

        latencies.Sort();
        return new LoadResult(
            latencies.Count / elapsed.TotalSeconds,
            latencies[latencies.Count / 2],
            latencies[(int)(latencies.Count * 0.99)],
            cpu.TotalMilliseconds / latencies.Count);
    }

    private static async Task<double[]> SendAsync(IReadOnlyList<Func<Task>> prepared, int connections)
    {
        var latencies = new double[prepared.Count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < prepared.Count; i = Interlocked.Increment(ref next))
            {
                var started = Stopwatch.GetTimestamp();
                await prepared[i]();
                latencies[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        })));
        return latencies;
    }
}
