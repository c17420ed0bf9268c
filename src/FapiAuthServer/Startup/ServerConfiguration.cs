using System.Text.RegularExpressions;
using FapiAuthServer.Startup.Sandbox;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Startup;

/// <summary>Reads the configuration once, before anything is built from it, and stops with every fault it has.</summary>
internal static partial class ServerConfiguration
{
    /// <summary>False when the configuration has faults; each has then been said on standard error.</summary>
    public static bool TryAddServerOptions(this WebApplicationBuilder builder, string[] args, out ServerOptions options)
    {
        options = new ServerOptions();
        builder.Configuration.AddCommandLine(args, new Dictionary<string, string>
        {
            ["--sandbox-dir"] = $"{ServerOptions.Section}:{nameof(ServerOptions.SandboxDirectory)}",
            ["--config"] = "config",
        });

        if (builder.Configuration["config"] is { } file)
        {
            if (!File.Exists(file))
                return StartupFaults.Report([$"--config: there is no file {file}."]);

            builder.Configuration.AddJsonFile(Path.GetFullPath(file), optional: false).AddEnvironmentVariables().AddCommandLine(args);
        }

        var section = builder.Configuration.GetSection(ServerOptions.Section);
        try
        {
            // Otherwise a list element with one unreadable value would vanish in silence, and a misspelt name with it.
            section.Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException exception)
        {
            return StartupFaults.Report([Describe(exception)]);
        }

        // Nothing configured at all: someone who has just cloned this wants the sandbox. A deployment that merely forgot its
        // issuers has an address or a database, and must not go public with passwords that everybody knows.
        if (section[nameof(ServerOptions.Mode)] is null && options.Issuers.Count == 0 && IsLocal(options))
            options.Mode = ServerMode.Sandbox;

        options.PublicAddress = options.PublicAddress.TrimEnd('/');
        options.MutualTlsAddress = options.MutualTlsAddress.TrimEnd('/');
        if (options.IsSandbox)
            SandboxDefaults.Apply(options);

        List<string> faults = [.. StartupChecks.Faults(options)];
        if (faults.Count > 0)
            return StartupFaults.Report(faults);

        if (options.IsSandbox)
            SandboxKit.Ensure(options);

        builder.Services.AddSingleton(Options.Create(options));
        return true;
    }

    // The binder speaks of its own options and our types; the operator wants to know which of their words is wrong.
    private static string Describe(InvalidOperationException exception)
        => exception.InnerException is { } inner ? $"{exception.Message} {inner.Message}"
            : Unknown().Match(exception.Message) is { Success: true } unknown
                ? $"There is no setting {unknown.Groups[1].Value} in {ServerOptions.Section} or a section of it; docs/configuration.md lists them all."
            : exception.Message;

    [GeneratedRegex("properties were not found on the instance of .*: (.+)$")]
    private static partial Regex Unknown();

    private static bool IsLocal(ServerOptions options)
        => Uri.TryCreate(options.PublicAddress, UriKind.Absolute, out var address) && address.IsLoopback
            && Uri.TryCreate(options.MutualTlsAddress, UriKind.Absolute, out var mutualTls) && mutualTls.IsLoopback;
}
