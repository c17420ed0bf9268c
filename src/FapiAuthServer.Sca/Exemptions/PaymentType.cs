namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Fraud rates are kept, and compared, by type of payment. (SCA-093)</summary>
public enum PaymentType
{
    CreditTransfer,
    Card,
}
