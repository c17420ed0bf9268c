namespace FapiAuthServer.Cli.Conformance;

/// <summary>What was asked for, as it was written.</summary>
internal sealed record RunRequest
{
    public string? Plan { get; init; }

    public string? Variant { get; init; }

    public string? Config { get; init; }

    public string? Sandbox { get; init; }

    public string? Issuer { get; init; }

    public bool All { get; init; }

    public IReadOnlyList<string> Modules { get; init; } = [];

    public int Parallel { get; init; }

    public string Report { get; init; } = "";

    public string? Expected { get; init; }

    public string? Browser { get; init; }
}
