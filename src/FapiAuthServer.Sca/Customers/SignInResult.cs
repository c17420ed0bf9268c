using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Sca.Customers;

/// <summary>
/// The one verdict over both elements. Show the same page for <see cref="Refused"/> and <see cref="Blocked"/>: only usernames
/// that exist are ever blocked, so a page of its own tells a stranger which ones do.
/// </summary>
public abstract record SignInResult
{
    private SignInResult()
    {
    }

    /// <summary>Both elements were right.</summary>
    /// <param name="Customer">Who signed in.</param>
    /// <param name="AuthenticatedAt">When.</param>
    /// <param name="Methods">How, in the words of RFC 8176.</param>
    public sealed record Success(CustomerIdentity Customer, DateTimeOffset AuthenticatedAt, IReadOnlyList<string> Methods) : SignInResult
    {
        /// <summary>The event, by which a later challenge of the same session may count the password again.</summary>
        public Guid EventId { get; init; }

        /// <summary>What it withstands beyond what two elements have to.</summary>
        public AuthenticationTraits Traits { get; init; }
    }

    /// <summary>Not both elements were right, or the attempt took too long. Begin again at step 1.</summary>
    public sealed record Refused : SignInResult;

    /// <summary>The customer is blocked, by this failure or before it; then nothing was evaluated.</summary>
    /// <param name="Until">End of a temporary block; null when only an operator can end it.</param>
    public sealed record Blocked(DateTimeOffset? Until) : SignInResult;
}
