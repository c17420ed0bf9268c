namespace SampleFintech.Web.Journal;

/// <summary>The steps of one connection, oldest first; the first six stay, later ones make room for newer ones.</summary>
internal sealed class FlowJournal(TimeProvider time)
{
    private const int Capacity = 24;

    private readonly List<Step> _steps = [];

    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>The steps of a connection that are still to come.</summary>
    public IEnumerable<StepKind> Upcoming => _steps.Any(step => step.Outcome is StepOutcome.Failed or StepOutcome.Stopped)
        ? []
        : StepKind.Connecting.Skip(_steps.Count(step => StepKind.Connecting.Contains(step.Kind)));

    public Step Begin(StepKind kind)
    {
        if (_steps.Count == Capacity)
            _steps.RemoveAt(StepKind.Connecting.Count);
        var step = new Step(kind, time.GetUtcNow());
        _steps.Add(step);
        return step;
    }

    public void Clear() => _steps.Clear();
}
