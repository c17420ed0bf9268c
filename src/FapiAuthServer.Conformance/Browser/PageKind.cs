namespace FapiAuthServer.Conformance.Browser;

/// <summary>What a page is for, told by the elements that the configuration names.</summary>
public enum PageKind
{
    SignIn,
    SecondFactor,
    Consent,

    /// <summary>Asks whether the customer wants to be signed out.</summary>
    SignOut,
    Error,

    /// <summary>No page: the browser was sent to the client.</summary>
    Client,

    /// <summary>A page that has none of the elements.</summary>
    Other,
}
