namespace FapiAuthServer.Conformance.Configuration;

/// <summary>How the server's pages are operated. Elements are named by CSS selectors; the first that matches is taken.</summary>
public sealed record BrowserConfiguration
{
    /// <summary>`driver`: `form` for pages that work without script, `chromium` for those that do not.</summary>
    public BrowserDriver Driver { get; init; }

    /// <summary>`executable`: the browser for `chromium`. Default `/usr/bin/chromium`.</summary>
    public string Executable { get; init; } = "/usr/bin/chromium";

    /// <summary>`username`: the field for the name.</summary>
    public string Username { get; init; } = "#username";

    /// <summary>`password`: the field for the password.</summary>
    public string Password { get; init; } = "#password";

    /// <summary>`sign_in`: the button that sends both.</summary>
    public string SignIn { get; init; } = "#sign-in";

    /// <summary>`otp`: the field for the one-time code.</summary>
    public string OneTimeCode { get; init; } = "#otp";

    /// <summary>`verify`: the button that sends it.</summary>
    public string Verify { get; init; } = "#verify";

    /// <summary>`approve`: the button, or link, that gives consent.</summary>
    public string Approve { get; init; } = "#approve";

    /// <summary>`deny`: the button, or link, that refuses it.</summary>
    public string Deny { get; init; } = "#deny";

    /// <summary>`sign_out`: the button that confirms that the customer wants to be signed out.</summary>
    public string SignOut { get; init; } = "#sign-out";

    /// <summary>`error_code`: the element of an error page that shows the error's code.</summary>
    public string ErrorCode { get; init; } = "#error-code";

    /// <summary>`error_description`: the element that says what is wrong.</summary>
    public string ErrorDescription { get; init; } = "#error-description";
}
