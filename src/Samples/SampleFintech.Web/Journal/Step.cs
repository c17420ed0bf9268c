namespace SampleFintech.Web.Journal;

/// <summary>One step as it happened: what was sent, what came back, what was verified.</summary>
internal sealed class Step(StepKind kind, DateTimeOffset startedAt)
{
    private readonly List<Exchange> _exchanges = [];
    private readonly List<Check> _checks = [];
    private readonly List<string> _notes = [];

    public StepKind Kind { get; } = kind;

    public DateTimeOffset StartedAt { get; } = startedAt;

    public StepOutcome Outcome { get; private set; }

    public IReadOnlyList<Exchange> Exchanges => _exchanges;

    public IReadOnlyList<Check> Checks => _checks;

    public IReadOnlyList<string> Notes => _notes;

    public void Record(Exchange exchange) => _exchanges.Add(exchange);

    public void Note(string text) => _notes.Add(text);

    /// <summary>Notes a verification and returns its result.</summary>
    public bool Verify(bool passed, string text)
    {
        _checks.Add(new Check(passed, text));
        return passed;
    }

    public void End(bool succeeded) => Outcome = succeeded ? StepOutcome.Succeeded : StepOutcome.Failed;

    /// <summary>Ends the flow here, because the customer wants it so.</summary>
    public void Stop(string why)
    {
        Note(why);
        Outcome = StepOutcome.Stopped;
    }
}
