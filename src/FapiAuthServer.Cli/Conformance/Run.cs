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
        var configurations = Configure(request, plans);
        var expectations = request.Expected is { } file ? Expectations.Read(file) : Expectations.Unsaid;
        var folder = ReportFolder.Prepare(request.Report);
        var selections = new List<(ConformanceRunner Runner, RunSelection Selection)>();
        foreach (var (plan, configuration) in await ChooseAsync(request, plans.Zip(configurations), cancellation))
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
                ? "The chosen modules apply to no variant that the server offers and the configuration has the clients for; choose others."
                : "The server offers no variant that the configuration has the clients for; add them, or look at its metadata.");
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

    // Those that may be meant. A plan that was named has to have the module and the variant that were; of all the others, those that have.
    private static List<ConformancePlan> Plans(RunRequest request)
    {
        if (request is { All: true, Variant: not null })
        {
            throw new ConformanceException("--all is every variant and --variant one of them; give only one of the two.");
        }
        if (request.Plan is { } name)
        {
            return [KnownPlans.Find(name)];
        }
        var kit = request is { Issuer: null, Config: null } ? request.Sandbox : null;
        var known = KnownPlans.All.Where(plan => kit is null || SandboxConfiguration.HasIssuerFor(kit, plan)).ToList();
        var fitting = known.Where(plan => WhyNot(request, plan) is null).ToList();
        return fitting.Count > 0 || known.Count == 0 ? fitting : throw WhyNot(request, known[0])!;
    }

    private static ConformanceException? WhyNot(RunRequest request, ConformancePlan plan)
    {
        try
        {
            _ = request.Variant is null ? [] : plan.Select(request.Variant);
            foreach (var module in request.Modules)
            {
                _ = plan.Find(module);
            }
            return null;
        }
        catch (ConformanceException exception)
        {
            return exception;
        }
    }

    private static IReadOnlyList<ServerConfiguration> Configure(RunRequest request, List<ConformancePlan> plans)
    {
        IReadOnlyList<ServerConfiguration> configurations = request switch
        {
            { Config: { } file, Sandbox: null, Issuer: null } => [.. Enumerable.Repeat(ConfigurationFile.Read(file), plans.Count)],
            { Config: null, Sandbox: { } kit } => [.. plans.Select(plan => SandboxConfiguration.FromKit(kit, plan, request.Issuer))],
            { Config: not null, Sandbox: null } => throw new ConformanceException("--issuer chooses one of a sandbox's issuers; with --config, discovery says which."),
            { Config: null } => throw new ConformanceException("Which server? Name the folder of a sandbox with --sandbox, or a configuration with --config."),
            _ => throw new ConformanceException("--sandbox and --config name two servers; give only one of the two."),
        };
        return request.Browser is null ? configurations : [.. configurations.Select(configuration => configuration with
        {
            Browser = configuration.Browser with { Driver = request.Browser == "form" ? BrowserDriver.Form : BrowserDriver.Chromium },
        })];
    }

    // Where no plan was named, it is the only one that the server offers anything of.
    private async Task<IReadOnlyList<(ConformancePlan Plan, ServerConfiguration Configuration)>> ChooseAsync(
        RunRequest request, IEnumerable<(ConformancePlan Plan, ServerConfiguration Configuration)> candidates, CancellationToken cancellation)
    {
        var all = candidates.ToList();
        if (request.All || all.Count < 2)
        {
            return all;
        }
        var offered = new List<(ConformancePlan Plan, ServerConfiguration Configuration)>();
        foreach (var each in all)
        {
            if ((await new ConformanceRunner(each.Configuration, time).OfferedVariantsAsync(each.Plan, cancellation)).Count > 0)
            {
                offered.Add(each);
            }
        }
        return offered.Count < 2
            ? offered
            : throw new ConformanceException($"Which plan? Name it with --plan, or take them all with --all: {string.Join(", ", offered.Select(each => each.Plan.Name))}.");
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
