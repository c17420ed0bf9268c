namespace FapiAuthServer.Sca.Customers;

/// <summary>How often a customer has failed and until when it is blocked for that; pure, so that it can be tested as a table.</summary>
internal readonly record struct BlockState(
    int Failures, int Blocks, DateTimeOffset? Until, bool IsForGood = false, bool IsWarned = false)
{
    public bool IsBlocking => IsForGood || Until is not null;

    public bool IsBlockedAt(DateTimeOffset now) => IsForGood || Until > now;

    /// <summary>Whether the customer must be told that the next block is for good. (SCA-027)</summary>
    public bool NeedsWarning(ScaOptions options) =>
        options.MaxTemporaryBlocks > 0 && Blocks >= options.MaxTemporaryBlocks && Until is not null && !IsWarned;

    /// <summary>
    /// The state after one more attempt, which counts as failed until it has succeeded. The last one allowed blocks at once,
    /// before it is evaluated: a process that dies half-way leaves the customer blocked, not the guess uncounted.
    /// </summary>
    public BlockState CountAttempt(DateTimeOffset now, ScaOptions options)
    {
        // A block that has ended opens a new round of attempts, but the next block is longer.
        var failures = Until is null ? Failures + 1 : 1;
        if (failures < options.MaxConsecutiveFailures)
            return this with { Failures = failures, Until = null };

        return IsWarned && options.MaxTemporaryBlocks > 0 && Blocks >= options.MaxTemporaryBlocks
            ? this with { Failures = failures, Until = null, IsForGood = true }
            : this with { Failures = failures, Blocks = Blocks + 1, Until = now + BlockLength(Blocks, options) };
    }

    // SCA-026: each block without a success in between is twice as long.
    private static TimeSpan BlockLength(int earlierBlocks, ScaOptions options)
    {
        var length = options.FirstBlock * Math.Pow(2, Math.Min(earlierBlocks, 20));
        return length < options.LongestBlock ? length : options.LongestBlock;
    }
}
