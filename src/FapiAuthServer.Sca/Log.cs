using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Monitoring;
using FapiAuthServer.Sca.StepUp;
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

    [LoggerMessage(6005, LogLevel.Error, "Customer {CustomerId} failed in every round and is blocked for good.")]
    public static partial void BlockedForGood(this ILogger logger, Guid customerId);

    [LoggerMessage(6006, LogLevel.Error, "Customer {CustomerId} could not be warned of a block for good, so there will be none yet.")]
    public static partial void WarningNotSent(this ILogger logger, Guid customerId, Exception failure);

    [LoggerMessage(6015, LogLevel.Warning, "Customer {CustomerId} was restored by two operators; all factors are to be enrolled anew.")]
    public static partial void Restored(this ILogger logger, Guid customerId);

    [LoggerMessage(6016, LogLevel.Information, "Customer {CustomerId}: {Event} {Factors}.")]
    public static partial void FactorChanged(this ILogger logger, Guid customerId, ScaEventKind @event, FactorKinds factors);

    [LoggerMessage(6017, LogLevel.Information, "Customer {CustomerId} is to be told: {Kind}.")]
    public static partial void Notice(this ILogger logger, Guid customerId, NoticeKind kind);

    [LoggerMessage(6020, LogLevel.Information, "Customer {CustomerId} was not challenged: {Reason}.")]
    public static partial void ChallengeRefused(this ILogger logger, Guid customerId, ChallengeRefusal reason);

    [LoggerMessage(6021, LogLevel.Information, "Customer {CustomerId} answered challenge {ChallengeId} with {Factors}.")]
    public static partial void Verified(this ILogger logger, Guid customerId, Guid challengeId, FactorKinds factors);

    [LoggerMessage(6022, LogLevel.Information, "An answer of customer {CustomerId} to challenge {ChallengeId} was refused; {Failures} failures in a row.")]
    public static partial void VerificationRefused(this ILogger logger, Guid customerId, Guid challengeId, int failures);

    [LoggerMessage(6023, LogLevel.Information, "An answer of customer {CustomerId} was not judged: blocked.")]
    public static partial void VerificationWhileBlocked(this ILogger logger, Guid customerId);

    [LoggerMessage(6024, LogLevel.Information, "The authentication code of challenge {ChallengeId} of customer {CustomerId} was spent.")]
    public static partial void CodeSpent(this ILogger logger, Guid customerId, Guid challengeId);

    [LoggerMessage(6025, LogLevel.Warning, "An authentication code shown for customer {CustomerId} was refused: {Reason}.")]
    public static partial void CodeRefused(this ILogger logger, Guid customerId, CodeRefusal reason);

    [LoggerMessage(6026, LogLevel.Information, "Strong authentication of customer {CustomerId}: left out under {Article} (none: asked for), monitoring found {Findings}.")]
    public static partial void Decided(this ILogger logger, Guid customerId, Article? article, RiskFindings findings);

    [LoggerMessage(6030, LogLevel.Warning, "The number of customer {CustomerId} is not trusted now: it may have changed hands.")]
    public static partial void NumberNotTrusted(this ILogger logger, Guid customerId);

    [LoggerMessage(6031, LogLevel.Warning, "A text to customer {CustomerId} was not sent: {Reason}.")]
    public static partial void TextNotSent(this ILogger logger, Guid customerId, ChallengeRefusal reason);

    [LoggerMessage(6040, LogLevel.Information, "Device {DeviceId} of customer {CustomerId} approved challenge {ChallengeId}.")]
    public static partial void Approved(this ILogger logger, Guid customerId, Guid challengeId, Guid deviceId);

    [LoggerMessage(6041, LogLevel.Warning, "Customer {CustomerId} ended challenge {ChallengeId}: {State}.")]
    public static partial void Denied(this ILogger logger, Guid customerId, Guid challengeId, ChallengeState state);

    [LoggerMessage(6042, LogLevel.Warning, "An app's answer was refused (customer {CustomerId}, none if its signature is nobody's).")]
    public static partial void AnswerRefused(this ILogger logger, Guid? customerId);

    [LoggerMessage(6043, LogLevel.Warning, "An app was not enrolled (customer {CustomerId}, none if its activation code is nobody's).")]
    public static partial void DeviceRefused(this ILogger logger, Guid? customerId);

    [LoggerMessage(6044, LogLevel.Error, "The code key of device {DeviceId} of customer {CustomerId} cannot be read: its protection key is missing or the row was changed.")]
    public static partial void DeviceKeyUnreadable(this ILogger logger, Guid customerId, Guid deviceId);

    [LoggerMessage(6050, LogLevel.Information, "What a browser sent is no passkey's answer: {Kind}.")]
    public static partial void PasskeyRefused(this ILogger logger, string kind);

    [LoggerMessage(6051, LogLevel.Error, "Passkey {PasskeyId} of customer {CustomerId} counted backwards: it was copied, and is stopped.")]
    public static partial void CloneSuspected(this ILogger logger, Guid customerId, Guid passkeyId);

    [LoggerMessage(6052, LogLevel.Warning, "Passkey {PasskeyId} of customer {CustomerId} is backed up now and was not before.")]
    public static partial void PasskeyBackedUp(this ILogger logger, Guid customerId, Guid passkeyId);

    [LoggerMessage(6053, LogLevel.Warning, "A passkey was not added: its statement ({Format}, model {Model}) is not of a maker and model that is trusted.")]
    public static partial void AttestationRefused(this ILogger logger, string format, Guid model);

    [LoggerMessage(6060, LogLevel.Warning, "Quarter {Quarter} closed for {Type} up to {Threshold}: {Before}, now {After}.")]
    public static partial void QuarterClosed(this ILogger logger, string quarter, PaymentType type, int threshold, RiskBandState before, RiskBandState after);

    [LoggerMessage(6061, LogLevel.Warning, "A payee's name could not be checked: {Kind}.")]
    public static partial void PayeeNotChecked(this ILogger logger, string kind);
}
