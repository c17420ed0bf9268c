namespace FapiAuthServer.ResourceServer;

/// <summary>What a replay store found when a proof was used.</summary>
public enum ProofUse
{
    /// <summary>The store cannot tell; the request is refused with 503.</summary>
    Unavailable = 0,

    /// <summary>The proof was not used before, and is from now on.</summary>
    First,

    /// <summary>The proof was used before; the request is refused.</summary>
    Replay,
}
