namespace FapiAuthServer.Sca.Payees;

/// <summary>Whether the name that a customer pays to is that of the account's holder.</summary>
public enum PayeeMatch
{
    /// <summary>Nobody was asked.</summary>
    NotChecked,

    Match,

    /// <summary>Nearly: the name on record may be shown to the customer.</summary>
    CloseMatch,

    /// <summary>It is not; the name on record is nobody's to see.</summary>
    NoMatch,

    /// <summary>The account's bank cannot tell, or did not in time.</summary>
    Unavailable,
}
