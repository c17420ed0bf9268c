using FapiAuthServer.Grants;
using FapiAuthServer.Rejections;

namespace FapiAuthServer.Interaction.Approval;

/// <summary>What a grant may be given on: who agreed to what, or why it must not be given.</summary>
/// <param name="Customer">Who, and how they authenticated last.</param>
/// <param name="Action">For what, beyond the sign-in; null when that was enough.</param>
/// <param name="Refusal">Why not.</param>
internal sealed record ApprovalOutcome(CustomerAuthentication Customer, AuthorizedAction? Action, Rejection? Refusal = null)
{
    /// <summary>Whether another answer to the same visit was first.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>Whether an exemption does not hold any more, so that the customer has to authenticate after all.</summary>
    public bool HasLapsed { get; init; }
}
