namespace FapiAuthServer.Benchmarks.Load;

internal sealed record LoadResult(double PerSecond, double P50, double P99, double CpuMilliseconds);
