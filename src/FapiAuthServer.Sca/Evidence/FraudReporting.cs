namespace FapiAuthServer.Sca.Evidence;

/// <summary>What became of a fraud that the bank reports.</summary>
public enum FraudReporting
{
    Marked,
    MarkedBefore,
    PaymentUnknown,
}
