using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Reports;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>How far a run is. Events come from several threads; what is read is a moment's picture.</summary>
internal sealed class RunProgress
{
    private const int FewestForAGuess = 3;

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly long started;
    private readonly Dictionary<(Variant Variant, string Module), TimeSpan> waitsToCome;
    private readonly Dictionary<(Variant Variant, string Module), ModuleState> running = [];
    private readonly Dictionary<ModuleVerdict, int> counts = [];
    private readonly List<(Variant Variant, ModuleResult Module)> failed = [];
    private int finished;

    public RunProgress(RunSelection selection, TimeProvider time)
    {
        this.time = time;
        started = time.GetTimestamp();
        waitsToCome = selection.Variants.SelectMany(variant => selection.ModulesFor(variant), (variant, module) => (variant, module))
            .ToDictionary(each => (each.variant, each.module.Name), each => each.module.Description.Waits);
        Total = waitsToCome.Count;
        Plan = selection.Plan.Title;
        Names = new ReportNames(selection.Variants);
    }

    public int Total { get; }

    public string Plan { get; }

    public ReportNames Names { get; }

    /// <summary>Takes an event in.</summary>
    /// <returns>How many modules have come to their end.</returns>
    public int Take(RunEvent @event)
    {
        lock (gate)
        {
            var key = (@event.Variant, @event.Module);
            switch (@event)
            {
                case RunEvent.Started or RunEvent.Resumed:
                    running[key] = new ModuleState(@event.Variant, @event.Module, time.GetTimestamp(), null, null);
                    break;
                case RunEvent.Waiting waiting:
                    running[key] = new ModuleState(@event.Variant, @event.Module, time.GetTimestamp(), waiting.Duration, waiting.Reason);
                    waitsToCome[key] = TimeSpan.Zero;
                    break;
                case RunEvent.Finished { Outcome: var outcome }:
                    running.Remove(key);
                    waitsToCome.Remove(key);
                    finished++;
                    counts[outcome.Verdict] = counts.GetValueOrDefault(outcome.Verdict) + 1;
                    if (outcome.Verdict == ModuleVerdict.Failed)
                    {
                        failed.Add((@event.Variant, outcome));
                    }
                    break;
            }
            return finished;
        }
    }

    public ProgressPicture Look()
    {
        lock (gate)
        {
            var elapsed = time.GetElapsedTime(started);
            var states = running.Values.Select(state => state with { Elapsed = time.GetElapsedTime(state.Since) }).OrderBy(state => state.Since).ToList();
            return new ProgressPicture(
                finished, Total, elapsed, Left(elapsed, states), new Dictionary<ModuleVerdict, int>(counts),
                [.. states.Where(state => state.Wait is null)], [.. states.Where(state => state.Wait is not null)], [.. failed]);
        }
    }

    // The modules that are left at the pace so far, but no less than the longest wait that is left: waits pass side by side.
    // What has begun is counted half, as the modules with the longest waits begin first and end late.
    private TimeSpan? Left(TimeSpan elapsed, List<ModuleState> states)
    {
        var done = finished + states.Count / 2.0;
        if (finished < FewestForAGuess)
        {
            return null;
        }
        var work = elapsed / done * (Total - done);
        var wait = states.Select(state => state.Left).Concat(waitsToCome.Values).DefaultIfEmpty(TimeSpan.Zero).Max();
        return work > wait ? work : wait;
    }
}
