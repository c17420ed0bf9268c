namespace FapiAuthServer.Sca.Customers;

/// <summary>How often a customer has failed and until when it is blocked for that; pure, so that it can be tested as a table.</summary>
internal readonly record struct BlockState(int Failures, int Blocks, DateTimeOffset? Until)
{
    public bool IsBlockedAt(DateTimeOffset now) => Until > now;

    /// <summary>
    /// The state after one more attempt, which counts as failed until it has succeeded. The last one allowed blocks at once,
    /// before it is evaluated: a process that dies half-way leaves the customer blocked, not the guess uncounted.
    /// </summary>
    public BlockState CountAttempt(DateTimeOffset now, ScaOptions options)
    {
        // A block that has ended opens a new round of attempts, but the next block is longer.
        var failures = Until is null ? Failures + 1 : 1;
        return failures < options.MaxConsecutiveFailures
            ? new(failures, Blocks, null)
            : new(failures, Blocks + 1, now + BlockLength(Blocks, options));
    }

    private static TimeSpan BlockLength(int earlierBlocks, ScaOptions options)
    {
        var length = options.FirstBlock * Math.Pow(2, Math.Min(earlierBlocks, 20));
        return length < options.LongestBlock ? length : options.LongestBlock;
    }
}
