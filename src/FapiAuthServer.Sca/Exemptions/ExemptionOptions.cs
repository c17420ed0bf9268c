using System.ComponentModel.DataAnnotations;

namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Where strong authentication is left out. All but access through third parties is the bank's choice.</summary>
public sealed class ExemptionOptions
{
    /// <summary>Whether Art. 10 is used; true by default.</summary>
    public bool AllowsAccountInformation { get; set; } = true;

    // SCA-231
    /// <summary>Age of strong authentication up to which Art. 10 holds; 180 days by default, 90 in the United Kingdom.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "180.00:00:00")]
    public TimeSpan DirectAccessLifetime { get; set; } = TimeSpan.FromDays(180);

    // SCA-224
    /// <summary>Age up to which Art. 10a holds; 180 days by default, empty where the law sets no limit, as in the United Kingdom.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "180.00:00:00")]
    public TimeSpan? ThirdPartyAccessLifetime { get; set; } = TimeSpan.FromDays(180);

    /// <summary>Whether Art. 13 is used; false by default.</summary>
    public bool AllowsTrustedPayees { get; set; }

    /// <summary>Whether Art. 14 is used; false by default.</summary>
    public bool AllowsRecurring { get; set; }

    /// <summary>Whether Art. 15 is used; false by default.</summary>
    public bool AllowsOwnAccounts { get; set; }

    /// <summary>Whether Art. 16 is used; false by default.</summary>
    public bool AllowsLowValue { get; set; }

    /// <summary>Whether Art. 17 is used; false by default: the authority must be satisfied first.</summary>
    public bool AllowsCorporateProcesses { get; set; }

    /// <summary>Whether Art. 18 is used; false by default: it needs fraud rates, and their audit.</summary>
    public bool AllowsTransactionRisk { get; set; }

    // SCA-232
    /// <summary>The currency of the limits; EUR by default. Payments in another are not exempt under Art. 16 and 18.</summary>
    [Required]
    [RegularExpression("[A-Z]{3}")]
    public string Currency { get; set; } = "EUR";

    /// <summary>Most of one payment under Art. 16; 30 by default, which is the most in EUR.</summary>
    [Range(0, 30)]
    public decimal LowValueSingle { get; set; } = 30;

    /// <summary>Which limit on payments in a row is kept under Art. 16; their sum by default.</summary>
    public LowValueLimit LowValueLimit { get; set; } = LowValueLimit.Amount;

    /// <summary>Most of payments in a row under Art. 16; 100 by default, which is the most in EUR.</summary>
    [Range(0, 100)]
    public decimal LowValueCumulative { get; set; } = 100;

    /// <summary>Most payments in a row under Art. 16; 5 by default, which is the most.</summary>
    [Range(0, 5)]
    public int LowValueCount { get; set; } = 5;

    /// <summary>Score of transaction monitoring up to which Art. 18 holds; 20 of 100 by default.</summary>
    [Range(0, 100)]
    public int HighestRiskScore { get; set; } = 20;

    /// <summary>How often fraud rates are reckoned anew; 15 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan FraudRateInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Time after its end at which a quarter is closed, so that what is reported late is in it; 7 days by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "60.00:00:00")]
    public TimeSpan QuarterClosingDelay { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many times the customer's largest payment of 90 days an amount must be to be abnormal; 3 by default.</summary>
    [Range(2, 100)]
    public int AbnormalSpendingMultiple { get; set; } = 3;
}
