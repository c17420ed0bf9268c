namespace FapiAuthServer.Sca.DynamicLinking;

/// <summary>Why an authentication code was not accepted.</summary>
public enum CodeRefusal
{
    /// <summary>No such code was ever given out.</summary>
    Unknown,

    Expired,

    Spent,

    /// <summary>Given for another customer, client, consent or action; it is void from now on.</summary>
    OtherBinding,
}
