namespace FapiAuthServer.Jose;

/// <summary>Bounds that are checked before a token is decoded.</summary>
public sealed record JwsLimits
{
    /// <summary>16 KiB and sixteen levels: enough for a request object with rich authorization details.</summary>
    public static JwsLimits Default { get; } = new();

    /// <summary>The longest accepted compact serialization, in characters; 16384 by default.</summary>
    public int MaximumLength { get; init; } = 16 * 1024;

    /// <summary>How deep JSON may nest in the header and the payload; 16 by default.</summary>
    public int MaximumDepth { get; init; } = 16;
}
