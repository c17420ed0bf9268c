using FapiAuthServer.Conformance.Configuration;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>Tells pages apart, the same way in every browser.</summary>
internal static class PageKinds
{
    /// <summary>The order matters: selectors for buttons may be as general as `button`, those for fields are not.</summary>
    public static async Task<PageKind> OfAsync(Func<string, Task<bool>> has, int status, BrowserConfiguration elements)
    {
        if (await has(elements.ErrorCode))
        {
            return PageKind.Error;
        }
        if (await has(elements.OneTimeCode))
        {
            return PageKind.SecondFactor;
        }
        if (await has(elements.Password) || await has(elements.Username))
        {
            return PageKind.SignIn;
        }
        if (await has(elements.SignOut))
        {
            return PageKind.SignOut;
        }
        if (await has(elements.Approve))
        {
            return PageKind.Consent;
        }
        return status >= 400 ? PageKind.Error : PageKind.Other;
    }
}
