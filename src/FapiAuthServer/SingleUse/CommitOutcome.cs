using FapiAuthServer.Rejections;

namespace FapiAuthServer.SingleUse;

/// <summary>How a commit ended: done, refused because a value was seen before, or lost to another request.</summary>
internal readonly record struct CommitOutcome
{
    private CommitOutcome(bool succeeded, Rejection? replayed)
    {
        Succeeded = succeeded;
        Replayed = replayed;
    }

    public bool Succeeded { get; }

    /// <summary>The refusal of the value that had been seen before; null when another request consumed the artefact first.</summary>
    public Rejection? Replayed { get; }

    public static CommitOutcome Done { get; } = new(true, null);
    public static CommitOutcome LostRace { get; } = new(false, null);
    public static CommitOutcome Replay(Rejection refusal) => new(false, refusal);
}
