using FapiAuthServer.Conformance;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Expecting;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>Runs what was asked for, shows how it goes, and leaves the reports.</summary>
internal sealed class Run(Screen screen, TimeProvider time)
{
    /// <returns>The exit code.</returns>
    /// <exception cref="ConformanceException">The run cannot begin.</exception>
    public async Task<int> ExecuteAsync(RunRequest request, CancellationToken cancellation)
    {
        var plans = Plans(request);
        var runners = plans.Select(plan => (Plan: plan, Configuration: Configure(request, plan))).ToList();
        var expectations = request.Expected is { } file ? Expectations.Read(file) : Expectations.Unsaid;
        var folder = ReportFolder.Prepare(request.Report);
        var selections = new List<(ConformanceRunner Runner, RunSelection Selection)>();
        foreach (var (plan, configuration) in runners)
        {
            var runner = new ConformanceRunner(configuration, time);
            if (await SelectAsync(request, plan, runner, cancellation) is { } selection)
            {
                selections.Add((runner, selection));
            }
        }
        if (selections.Count == 0)
        {
            throw new ConformanceException(request.Modules.Count > 0
                ? "The chosen modules apply to no variant that the server offers and the configuration has two clients for; choose others."
                : "The server offers no variant that the configuration has two clients for; add clients, or look at its metadata.");
        }

        var code = ExitCode.Success;
        foreach (var (runner, selection) in selections.TakeWhile(_ => !cancellation.IsCancellationRequested))
        {
            var result = await RunAsync(runner, selection, cancellation);
            var assessment = expectations.Apply(result);
            var place = selections.Count == 1 ? folder : folder.Of(selection.Plan.Name);
            place.Write(result, assessment);
            new Summary(screen).Write(result, assessment, place.Page);
            code = Math.Max(code, Summary.ExitCodeOf(result, assessment));
        }
        return code;
    }

    private Task<RunResult> RunAsync(ConformanceRunner runner, RunSelection selection, CancellationToken cancellation)
    {
        var progress = new RunProgress(selection, time);
        return screen.IsLive
            ? new LiveDisplay(screen, progress).ShowAsync(events => runner.RunAsync(selection, events, cancellation))
            : new PlainDisplay(screen, progress).ShowAsync(events => runner.RunAsync(selection, events, cancellation));
    }

    // Of all plans, those that the sandbox has an issuer for; a plan that was named has to have one.
    private static IReadOnlyList<ConformancePlan> Plans(RunRequest request)
    {
        var known = request is { Plan: null, Issuer: null, Sandbox: { } kit, Config: null }
            ? [.. KnownPlans.All.Where(plan => SandboxConfiguration.HasIssuerFor(kit, plan))]
            : KnownPlans.All;
        if (request is { All: true, Variant: not null })
        {
            throw new ConformanceException("--all is every variant and --variant one of them; give only one of the two.");
        }
        if (request.Plan is { } name)
        {
            return [KnownPlans.Find(name)];
        }
        return request.All || known.Count == 1
            ? known
            : throw new ConformanceException($"Which plan? Name it with --plan, or take them all with --all: {string.Join(", ", known.Select(plan => plan.Name))}.");
    }

    private static ServerConfiguration Configure(RunRequest request, ConformancePlan plan)
    {
        var configuration = request switch
        {
            { Config: { } file, Sandbox: null, Issuer: null } => ConfigurationFile.Read(file),
            { Config: null, Sandbox: { } kit } => SandboxConfiguration.FromKit(kit, plan, request.Issuer),
            { Config: not null, Sandbox: null } => throw new ConformanceException("--issuer chooses one of a sandbox's issuers; with --config, discovery says which."),
            { Config: null } => throw new ConformanceException("Which server? Name the folder of a sandbox with --sandbox, or a configuration with --config."),
            _ => throw new ConformanceException("--sandbox and --config name two servers; give only one of the two."),
        };
        return request.Browser is null ? configuration : configuration with
        {
            Browser = configuration.Browser with { Driver = request.Browser == "form" ? BrowserDriver.Form : BrowserDriver.Chromium },
        };
    }

    // Null when nothing of the plan is asked for, which is no mistake where several plans are.
    private static async Task<RunSelection?> SelectAsync(RunRequest request, ConformancePlan plan, ConformanceRunner runner, CancellationToken cancellation)
    {
        var chosen = request.Variant is null ? null : plan.Select(request.Variant);
        var modules = request.Modules.Select(plan.Find).Select(module => module.Name).ToList();
        var variants = chosen ?? await runner.OfferedVariantsAsync(plan, cancellation);
        var selection = new RunSelection(plan, variants) { Modules = modules, Parallel = request.Parallel };
        var withModules = variants.Where(variant => selection.ModulesFor(variant).Count > 0).ToList();
        return withModules.Count == 0 ? null : selection with { Variants = withModules };
    }
}
