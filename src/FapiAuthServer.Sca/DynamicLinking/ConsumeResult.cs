namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>What became of an authentication code.</summary>
public abstract record ConsumeResult
{
    private ConsumeResult()
    {
    }

    /// <summary>It was good, and is spent now.</summary>
    public sealed record Consumed(AuthenticatedAction Action) : ConsumeResult;

    /// <summary>It was not. The reason is for the log, not for the customer or client.</summary>
    public sealed record Refused(CodeRefusal Reason) : ConsumeResult;
}
