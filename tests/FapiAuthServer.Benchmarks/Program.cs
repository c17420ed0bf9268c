using BenchmarkDotNet.Running;
using FapiAuthServer.Benchmarks.Load;

if (args is ["load", .. var options])
    return await LoadRun.RunAsync(LoadOptions.Parse(options));

BenchmarkSwitcher.FromAssembly(typeof(LoadRun).Assembly).Run(args);
return 0;
