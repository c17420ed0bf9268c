namespace FapiAuthServer.Sca.Customers;

/// <summary>An enrolment the caller should not have asked for; carries reason codes and nothing that was entered.</summary>
public sealed class EnrolmentRefusedException(IReadOnlyList<string> reasons)
    : Exception($"The enrolment was refused: {string.Join(", ", reasons)}.")
{
    /// <summary>Stable codes such as DuplicateUserName, PasswordTooShort, InvalidTotpSecret.</summary>
    public IReadOnlyList<string> Reasons { get; } = reasons;
}
