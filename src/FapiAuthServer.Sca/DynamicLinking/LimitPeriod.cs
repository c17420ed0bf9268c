namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>The period for which a mandate's total is limited.</summary>
public enum LimitPeriod
{
    Day,
    Week,
    Month,
    Year,

    /// <summary>From the first payment to the last.</summary>
    WholeMandate,
}
