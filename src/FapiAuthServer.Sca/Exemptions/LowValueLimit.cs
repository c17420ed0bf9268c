namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Which of the two limits on small payments in a row the bank has chosen. (SCA-091)</summary>
public enum LowValueLimit
{
    /// <summary>Their sum.</summary>
    Amount,

    /// <summary>Their number.</summary>
    Count,
}
