namespace FapiAuthServer.Sca.Customers;

/// <summary>What customers are told.</summary>
public enum NoticeKind
{
    /// <summary>After the present temporary block, further failures block for good.</summary>
    PermanentBlockIsNext,

    FactorAdded,
    FactorRemoved,

    /// <summary>A newer request took the place of one that was open.</summary>
    PromptReplaced,

    /// <summary>A passkey seems to have been copied and was stopped.</summary>
    PasskeyStopped,
}
