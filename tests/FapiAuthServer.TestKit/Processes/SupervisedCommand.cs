namespace FapiAuthServer.TestKit.Processes;

/// <summary>What a <see cref="SupervisedProcess"/> runs, and how it ends.</summary>
public sealed record SupervisedCommand(string FileName, IReadOnlyList<string> Arguments)
{
    public string WorkingDirectory { get; init; } = Path.GetTempPath();

    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string StopSignal { get; init; } = "TERM";

    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A directory to remove once the process has ended, however the parent ended.</summary>
    public string? RemoveAtEnd { get; init; }
}
