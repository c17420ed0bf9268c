using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Sca;

// Event ids 6000 to 6099. Of a customer only the row id is logged: outside this database it is a pseudonym.
internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Information, "Customer {CustomerId} signed in with two factors.")]
    public static partial void SignedIn(this ILogger logger, Guid customerId);

    [LoggerMessage(6001, LogLevel.Information, "Sign-in of customer {CustomerId} was refused; {Failures} failures in a row.")]
    public static partial void SignInRefused(this ILogger logger, Guid customerId, int failures);

    [LoggerMessage(6002, LogLevel.Warning, "Customer {CustomerId} failed {Failures} times in a row and is blocked until {Until:O}.")]
    public static partial void TemporarilyBlocked(this ILogger logger, Guid customerId, int failures, DateTimeOffset until);

    [LoggerMessage(6003, LogLevel.Information, "Sign-in of customer {CustomerId} was not evaluated: blocked.")]
    public static partial void SignInWhileBlocked(this ILogger logger, Guid customerId);

    [LoggerMessage(6004, LogLevel.Error, "The TOTP secret of customer {CustomerId} cannot be read: its protection key is missing or the row was changed.")]
    public static partial void SecretUnreadable(this ILogger logger, Guid customerId);

    [LoggerMessage(6010, LogLevel.Information, "Customer {CustomerId} was enrolled.")]
    public static partial void Enrolled(this ILogger logger, Guid customerId);

    [LoggerMessage(6011, LogLevel.Information, "Customer {CustomerId} was given a TOTP secret.")]
    public static partial void TotpEnrolled(this ILogger logger, Guid customerId);

    [LoggerMessage(6012, LogLevel.Warning, "Customer {CustomerId} was blocked by an operator.")]
    public static partial void Suspended(this ILogger logger, Guid customerId);

    [LoggerMessage(6013, LogLevel.Warning, "Customer {CustomerId} was unblocked by an operator.")]
    public static partial void Unblocked(this ILogger logger, Guid customerId);

    [LoggerMessage(6014, LogLevel.Warning, "Customer {CustomerId} was closed and its secrets destroyed.")]
    public static partial void Closed(this ILogger logger, Guid customerId);
}
