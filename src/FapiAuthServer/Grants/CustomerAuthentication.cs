using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Grants;

/// <summary>Who the customer is, how they showed it and when, and in which session.</summary>
/// <param name="Subject">The customer's public name.</param>
/// <param name="AuthenticatedAt">When they last showed both elements.</param>
/// <param name="Methods">How, in the words of RFC 8176.</param>
/// <param name="SessionId">The name of the session that clients may know (<c>sid</c>); it has nothing to do with the browser's cookie.</param>
/// <param name="EventId">The event of that sign-in, by which a later authentication in the same session counts the password again.</param>
internal sealed record CustomerAuthentication(string Subject, DateTimeOffset AuthenticatedAt, IReadOnlyList<string> Methods, string? SessionId = null, Guid? EventId = null)
{
    /// <summary>What that withstands beyond what two elements have to; which <c>acr</c> it earns depends on what is asked for.</summary>
    public AuthenticationTraits Traits { get; init; }

    /// <summary>Of a customer who has just signed in, by whatever way.</summary>
    public static CustomerAuthentication Of(SignInResult.Success success)
        => new(success.Customer.Subject, success.AuthenticatedAt, success.Methods, EventId: success.EventId) { Traits = success.Traits };
}
