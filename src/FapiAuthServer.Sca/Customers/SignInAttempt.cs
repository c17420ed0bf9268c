namespace FapiAuthServer.Sca.Customers;

/// <summary>
/// A sign-in between its two steps. Holds no secret, but it does hold the verdict on the password: keep it on the server or
/// encrypted, never where the browser can read or change it, and drop it after a success.
/// </summary>
/// <param name="CustomerId">The customer, or null when nobody has that username.</param>
/// <param name="KnowledgeAccepted">Whether the password was right; must not change what the customer sees.</param>
/// <param name="StartedAt">When step 1 was taken.</param>
public sealed record SignInAttempt(Guid? CustomerId, bool KnowledgeAccepted, DateTimeOffset StartedAt);
