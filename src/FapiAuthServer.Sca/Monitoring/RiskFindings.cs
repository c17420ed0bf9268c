namespace FapiAuthServer.Sca.Monitoring;

/// <summary>What transaction monitoring can find. (SCA-010, SCA-093)</summary>
[Flags]
public enum RiskFindings
{
    None = 0,

    /// <summary>An element is on a list of lost, stolen or leaked ones.</summary>
    CompromisedElement = 1,

    /// <summary>An amount or a habit that is not the customer's.</summary>
    AbnormalSpending = 2,

    /// <summary>A pattern that is known from fraud.</summary>
    FraudScenario = 4,

    /// <summary>Signs of malware in a session of the customer's.</summary>
    Malware = 8,

    /// <summary>Device or software was used, or reports, as it does not.</summary>
    AbnormalDevice = 16,

    /// <summary>The customer seems to be where the customer is not.</summary>
    AbnormalLocation = 32,

    /// <summary>The payee is where money is not seen again.</summary>
    RiskyPayeeLocation = 64,

    /// <summary>The payee's name is not quite that of the account: the customer has to be told, and so is asked.</summary>
    PayeeMismatch = 128,
}
