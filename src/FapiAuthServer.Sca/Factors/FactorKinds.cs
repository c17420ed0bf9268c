namespace FapiAuthServer.Sca.Factors;

/// <summary>The ways in which customers can show who they are.</summary>
[Flags]
public enum FactorKinds
{
    None = 0,
    Password = 1,

    /// <summary>A code from an authenticator app; says nothing of amount and payee.</summary>
    Totp = 2,

    /// <summary>A code sent to the customer's number, with amount and payee.</summary>
    Sms = 4,

    /// <summary>A code that the banking app makes from the action it shows, typed into the page.</summary>
    AppCode = 8,

    /// <summary>A signature that the banking app makes over the action it shows.</summary>
    AppApproval = 16,

    Passkey = 32,

    /// <summary>One of a list of codes the customer keeps for bad days; never good for payments.</summary>
    RecoveryCode = 64,
}
