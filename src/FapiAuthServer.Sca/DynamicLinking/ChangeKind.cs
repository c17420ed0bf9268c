namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>What a customer may do from afar that opens a door for fraud, and is neither a payment nor a look at an account. (SCA-003)</summary>
public enum ChangeKind
{
    AddFactor,
    RemoveFactor,
    ChangePassword,
    EditTrustedPayees,
    ChangeLimits,
    ChangeContactData,
}
