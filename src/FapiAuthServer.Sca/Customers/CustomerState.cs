namespace FapiAuthServer.Sca.Customers;

/// <summary>Whether a customer may be served now.</summary>
public enum CustomerState
{
    /// <summary>No such customer.</summary>
    Unknown,

    Active,

    /// <summary>Blocked, for a time after too many failures or by an operator.</summary>
    Blocked,

    /// <summary>No longer a customer.</summary>
    Closed,
}
