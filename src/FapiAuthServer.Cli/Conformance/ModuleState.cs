using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Cli.Conformance;

/// <summary>A module that has begun and not ended.</summary>
/// <param name="Since">When it came into this state.</param>
/// <param name="Wait">How long it waits; null when it is at work.</param>
internal sealed record ModuleState(Variant Variant, string Module, long Since, TimeSpan? Wait, string? Reason)
{
    public TimeSpan Elapsed { get; init; }

    /// <summary>How long it has to wait still.</summary>
    public TimeSpan Left => Wait is { } wait && wait > Elapsed ? wait - Elapsed : TimeSpan.Zero;
}
