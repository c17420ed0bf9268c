namespace FapiAuthServer.Sca.Evidence;

/// <summary>What became of a payment that the bank reports.</summary>
public enum PaymentReporting
{
    Entered,

    /// <summary>The same report was entered already; nothing was changed.</summary>
    EnteredBefore,

    /// <summary>There is no authentication and no used exemption of this name.</summary>
    RecordUnknown,

    /// <summary>The customer agreed to something else.</summary>
    OtherAction,

    /// <summary>A payment of this name was entered with other particulars, or another payment on the same record.</summary>
    Conflict,

    /// <summary>It is said to have happened before the customer agreed, or later than now.</summary>
    WrongTime,
}
