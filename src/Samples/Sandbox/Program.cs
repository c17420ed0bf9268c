using System.Runtime.InteropServices;
using Microsoft.Extensions.Configuration;
using Sandbox;
using SandboxKit;

var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

var launcher = new Launcher(KitLocation.From(configuration).Directory, SandboxAddresses.From(configuration), args, Console.Out, Console.Error);
return await launcher.RunAsync(stop.Token);

void Stop(PosixSignalContext context)
{
    context.Cancel = true; // the children are stopped first
    stop.Cancel();
}
