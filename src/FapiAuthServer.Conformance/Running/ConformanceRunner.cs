using System.Reflection;
using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Logout;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Running;

/// <summary>Runs modules of a plan against one server.</summary>
/// <remarks>
/// Timers are made on <paramref name="time"/> only for waits that a module or a one-time code prescribes. Limits of patience are
/// always real time, so a clock whose waits are over at once makes a run quick and not impatient.
/// </remarks>
public sealed class ConformanceRunner(ServerConfiguration configuration, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The variants of a plan that the server's metadata offers and the configuration has the clients for.</summary>
    /// <exception cref="ConformanceException">The server cannot be asked.</exception>
    public async Task<IReadOnlyList<Variant>> OfferedVariantsAsync(ConformancePlan plan, CancellationToken cancellation = default)
    {
        using var wire = new HttpWire(new TlsTrust(configuration.Authorities));
        var server = await AskAsync(wire, cancellation);
        return [.. plan.Variants.Where(variant => plan.IsOffered(variant, server) && HasClients(plan, variant))];
    }

    /// <summary>Runs what is selected. When it is cancelled, the result holds what came to its end until then.</summary>
    /// <exception cref="ConformanceException">The run cannot begin: the selection fits neither plan nor configuration, or the server is not there.</exception>
    public async Task<RunResult> RunAsync(RunSelection selection, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var started = time.GetUtcNow();
        var work = selection.Variants.Select(variant => (Variant: variant, Modules: Choose(selection, variant))).ToList();
        using var wire = new HttpWire(new TlsTrust(configuration.Authorities));
        var server = await AskAsync(wire, cancellation);
        await using var browsers = new BrowserFactory(configuration);
        await using var receivers = new LogoutReceivers(configuration.LogoutReceiver);
        var services = new RunServices(
            configuration, time, wire, browsers, new CustomerPool(configuration.Customers, time), new ClientLeases(Math.Max(1, selection.Parallel)),
            receivers);

        // Those with long waits first: the rest of the run passes while they wait.
        var modules = work.SelectMany(each => each.Modules, (each, module) => (each.Variant, Module: module))
            .OrderByDescending(each => each.Module.Description.Waits).ToList();
        var outcomes = await Task.WhenAll(modules.Select(async each =>
        {
            var run = new ModuleRun(services, selection, each.Variant, selection.Plan.Traits(each.Variant), @event => progress?.Report(@event));
            return (each.Variant, each.Module.Name, Outcome: await TryRunAsync(run, each.Module, cancellation));
        }));

        var found = outcomes.ToDictionary(outcome => (outcome.Variant, outcome.Name), outcome => outcome.Outcome);
        return new RunResult(
            selection.Plan.Name, selection.Plan.Title, server.Issuer, configuration.Discovery.AbsoluteUri, Version, started, time.GetUtcNow() - started,
            [
                .. work.Select(each => new VariantResult(
                    each.Variant,
                    [.. configuration.ClientsFor(selection.Plan.Traits(each.Variant)).Select(client => client.ClientId)],
                    [.. each.Modules.Select(module => found[(each.Variant, module.Name)]).OfType<ModuleResult>()])
                {
                    NotRun = [.. each.Modules.Select(module => module.Name).Where(name => found[(each.Variant, name)] is null)],
                }),
            ]);
    }

    private static string Version =>
        typeof(ConformanceRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private IReadOnlyList<ConformanceModule> Choose(RunSelection selection, Variant variant)
    {
        if (!HasClients(selection.Plan, variant))
        {
            var needed = selection.Plan.ClientsFor(variant) == 1 ? "no client" : "no two clients";
            var keys = selection.Plan.Traits(variant).SignsRequests ? ", with the keys that sign their requests" : "";
            throw new ConformanceException($"The configuration has {needed} for {variant}; add them to clients{keys}.");
        }
        return selection.ModulesFor(variant) is { Count: > 0 } modules
            ? modules
            : throw new ConformanceException($"None of the chosen modules applies to {variant}; choose another variant.");
    }

    private bool HasClients(ConformancePlan plan, Variant variant) =>
        configuration.ClientsFor(plan.Traits(variant)).Count >= plan.ClientsFor(variant);

    private static async Task<ModuleResult?> TryRunAsync(ModuleRun run, ConformanceModule module, CancellationToken cancellation)
    {
        try
        {
            return await run.RunAsync(module, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    // A server that is not there fails the run once, not every module of it.
    private async Task<ServerMetadata> AskAsync(HttpWire wire, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            return await Discovery.ReadAsync(new RecordingWire(wire, new ExchangeLog(time)), configuration, isOpenId: true, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ConformanceException(
                $"No discovery document: {configuration.Discovery} did not answer within {Patience.TotalSeconds:0} seconds; "
                + "see whether the server is busy, or discovery is the address of something else.");
        }
        catch (WireException exception)
        {
            var advice = exception.Failure switch
            {
                WireFailure.UntrustedCertificate => "set ca_file to the authority that signed it",
                WireFailure.Timeout => "see whether the server is busy, or discovery is the address of something else",
                _ => "start the server, or correct discovery",
            };
            throw new ConformanceException($"No discovery document: {exception.Message}; {advice}.", exception);
        }
    }
}
