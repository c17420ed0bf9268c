using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Running;

/// <summary>Runs one module of one variant, and turns whatever happens into a result.</summary>
internal sealed class ModuleRun(RunServices services, RunSelection selection, Variant variant, FlowTraits ofVariant, Action<RunEvent> report)
{
    public async Task<ModuleResult> RunAsync(ConformanceModule module, CancellationToken cancellation)
    {
        var traits = module.Description.Otherwise?.Invoke(ofVariant) ?? ofVariant;
        IReadOnlyList<ClientConfiguration> clients = [.. services.Configuration.ClientsFor(traits).Take(module.Description.Clients)];
        IReadOnlyList<string> names = [.. clients.Select(client => client.ClientId)];
        await services.Leases.AcquireAsync(names, isResuming: false, cancellation);
        using var turn = new ModuleTurn(services, names, variant, module.Name, selection.ModuleTimeLimit, report, cancellation);
        report(new RunEvent.Started(variant, module.Name));

        var exchanges = new ExchangeLog(services.Time);
        var checks = new CheckLog(exchanges);
        var started = services.Time.GetUtcNow();
        var (isSkipped, reason) = await ConductAsync(module, traits, clients, exchanges, checks, turn, cancellation);
        reason ??= checks.All.Count == 0 ? "The module checked nothing, so it says nothing." : null;

        var verdict = reason is not null && !isSkipped ? ModuleVerdict.Failed : ModuleResult.Judge(checks.All, isSkipped);
        var outcome = new ModuleResult(
            module.Name, module.Description.Summary, verdict, reason, started, exchanges.Elapsed, checks.All, exchanges.All, turn.Pauses);
        report(new RunEvent.Finished(variant, outcome));
        return outcome;
    }

    // The reason is null when the module came to its end, or to a breach that ends it and is recorded.
    private async Task<(bool IsSkipped, string? Reason)> ConductAsync(
        ConformanceModule module, FlowTraits traits, IReadOnlyList<ClientConfiguration> clients, ExchangeLog exchanges, CheckLog checks,
        ModuleTurn turn, CancellationToken cancellation)
    {
        try
        {
            var wire = new RecordingWire(services.Wire, exchanges);
            var server = await Discovery.ReadAsync(wire, services.Configuration, traits.IsOpenId, turn.Cancellation);
            await module.RunAsync(new ModuleContext(services, variant, traits, clients, exchanges, checks, wire, server, turn));
            return (false, null);
        }
        catch (StopModuleException)
        {
            return (false, null);
        }
        catch (SkipModuleException skipped)
        {
            return (true, skipped.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, $"The module did not end within {selection.ModuleTimeLimit.TotalSeconds:0} seconds; the last exchange shows where it was.");
        }
        catch (Exception exception) when (exception is WireException or BrowserException or ConformanceException)
        {
            return (false, $"No verdict, because {OneLine(exception.Message)}.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return (false, $"No verdict, because the module met what it does not understand: {exception.GetType().Name}, {OneLine(exception.Message)}.");
        }
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
