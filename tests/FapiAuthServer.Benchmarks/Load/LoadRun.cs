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
        await using var server = await ServerProcess.StartAsync(database);
        var ready = starting.Elapsed;
        using var process = Process.GetProcessById(server.ProcessId);
        process.Refresh();
        Console.WriteLine();
        Console.WriteLine($"{database}: ready in {ready.TotalSeconds:0.0} s with a new kit, {process.WorkingSet64 / 1024 / 1024} MB resident");
        Console.WriteLine($"{"scenario",-22} {"requests/s",11} {"p50 ms",8} {"p99 ms",8} {"CPU ms",8}");

        foreach (var scenario in Scenarios.All.Where(scenario => options.Includes(scenario.Name)))
        {
            // Once to warm up what is compiled at first use, then for the record.
            await Measure(server, process, scenario, options with { Requests = Math.Min(options.Requests, scenario.MostRequests) / 3 });
            var result = await Measure(server, process, scenario, options with { Requests = Math.Min(options.Requests, scenario.MostRequests) });
            Console.WriteLine($"{scenario.Name,-22} {result.PerSecond,11:0} {result.P50,8:0.00} {result.P99,8:0.00} {result.CpuMilliseconds,8:0.00}");
        }

        process.Refresh();
        Console.WriteLine($"{process.WorkingSet64 / 1024 / 1024} MB resident after the load");
    }

    private static async Task<LoadResult> Measure(ServerProcess server, Process process, Scenario scenario, LoadOptions options)
    {
        var prepared = await scenario.PrepareAsync(server, options.Requests);
        var latencies = new double[options.Requests];
        var next = -1;

        process.Refresh();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < options.Requests; i = Interlocked.Increment(ref next))
            {
                var started = Stopwatch.GetTimestamp();
                await prepared[i]();
                latencies[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        })));

        var elapsed = watch.Elapsed;
        process.Refresh();
        Array.Sort(latencies);
        return new LoadResult(
            options.Requests / elapsed.TotalSeconds,
            latencies[latencies.Length / 2],
            latencies[(int)(latencies.Length * 0.99)],
            (process.TotalProcessorTime - cpu).TotalMilliseconds / options.Requests);
    }
}
