namespace SampleFintech.Web.Journal;

internal enum StepOutcome
{
    Running,
    Succeeded,
    Failed,
    Stopped,
}
