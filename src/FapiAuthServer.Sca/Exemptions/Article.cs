namespace FapiAuthServer.Sca.Exemptions;

/// <summary>The articles of Delegated Regulation (EU) 2018/389 under which strong authentication may, or must, be left out.</summary>
public enum Article
{
    /// <summary>Art. 10: the customer looks at an account directly.</summary>
    AccountInformation = 10,

    /// <summary>Art. 10a: the customer looks at an account through a third party.</summary>
    AccountInformationThroughThirdParty = 1010,

    /// <summary>Art. 13: a payee the customer has listed as trusted.</summary>
    TrustedPayee = 13,

    /// <summary>Art. 14: the same amount to the same payee again.</summary>
    Recurring = 14,

    /// <summary>Art. 15: between accounts of one person at this bank.</summary>
    OwnAccounts = 15,

    /// <summary>Art. 16: a small sum.</summary>
    LowValue = 16,

    /// <summary>Art. 17: a process that only corporate payers have.</summary>
    CorporateProcess = 17,

    /// <summary>Art. 18: low risk, by analysis of the transaction.</summary>
    TransactionRisk = 18,
}
