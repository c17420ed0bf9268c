using FapiAuthServer.Startup.Sandbox;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Startup;

/// <summary>Reads the configuration once, before anything is built from it, and stops with every fault it has.</summary>
internal static class ServerConfiguration
{
    public static ServerOptions AddServerOptions(this WebApplicationBuilder builder, string[] args)
    {
        builder.Configuration.AddCommandLine(args, new Dictionary<string, string>
        {
            ["--sandbox-dir"] = $"{ServerOptions.Section}:{nameof(ServerOptions.SandboxDirectory)}",
            ["--config"] = "config",
        });

        if (builder.Configuration["config"] is { } file)
            builder.Configuration.AddJsonFile(Path.GetFullPath(file), optional: false).AddEnvironmentVariables().AddCommandLine(args);

        var section = builder.Configuration.GetSection(ServerOptions.Section);
        var options = new ServerOptions();
        section.Bind(options);

        // Nothing configured at all: someone who has just cloned this wants the sandbox.
        if (section[nameof(ServerOptions.Mode)] is null && options.Issuers.Count == 0)
            options.Mode = ServerMode.Sandbox;

        options.PublicAddress = options.PublicAddress.TrimEnd('/');
        options.MutualTlsAddress = options.MutualTlsAddress.TrimEnd('/');
        if (options.IsSandbox)
            SandboxDefaults.Apply(options);

        List<string> faults = [.. StartupChecks.Faults(options)];
        if (faults.Count > 0)
            throw new OptionsValidationException(ServerOptions.Section, typeof(ServerOptions), faults);

        if (options.IsSandbox)
            SandboxKit.Ensure(options);

        builder.Services.AddSingleton(Options.Create(options));
        return options;
    }
}
