using System.Text.Json.Serialization;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Payees;
using FapiAuthServer.Sca.StepUp;

namespace FapiAuthServer.Interaction.Approval;

/// <summary>How far a customer is with authenticating for the action they said yes to. Nothing in it comes from the browser.</summary>
internal sealed record ApprovalState
{
    /// <summary>The hash of what the customer said yes to, as the consent page showed it.</summary>
    public string? ActionHash { get; init; }

    /// <summary>What is known of the payees' names, in the order of the payments.</summary>
    public IReadOnlyList<PayeeCheck> PayeeChecks { get; init; } = [];

    /// <summary>Whether the bank lets no payment pass to such a payee.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The sets of factors, each enough, that the customer can choose among.</summary>
    public IReadOnlyList<FactorKinds> Offers { get; init; } = [];

    /// <summary>The question that is open; null until a way is chosen.</summary>
    public Guid? ChallengeId { get; init; }

    /// <summary>What that question asks for.</summary>
    public FactorKinds Factors { get; init; }
    public int? MatchNumber { get; init; }
    public string? SentTo { get; init; }
    public string? PasskeyOptions { get; init; }
    public ApprovalNotice Notice { get; init; }

    /// <summary>The authentication code, encrypted: whoever reads the database must not be able to use it.</summary>
    public byte[]? ProtectedCode { get; init; }

    /// <summary>How the customer authenticated, in the words of RFC 8176.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];
    public DateTimeOffset AuthenticatedAt { get; init; }
    public AuthenticationTraits Traits { get; init; }

    /// <summary>The article under which nothing more is needed.</summary>
    public string? Exemption { get; init; }

    /// <summary>The event of the authentication, or the decision on the exemption.</summary>
    public Guid RecordId { get; init; }

    /// <summary>Whether the customer is done.</summary>
    [JsonIgnore]
    public bool IsSettled => ProtectedCode is not null || Exemption is not null;

    /// <summary>Whether the password has to be typed again, its last showing being too long ago.</summary>
    [JsonIgnore]
    public bool NeedsPassword => Factors.HasFlag(FactorKinds.Password);

    /// <summary>The way that was chosen.</summary>
    [JsonIgnore]
    public FactorKinds Way => WayOf(Factors);

    /// <summary>
    /// What is asked for this way; null when it is not on offer. Not every app is unlocked by what the bank has tied to the
    /// customer, so it is asked together with the password, where that has not been shown lately.
    /// </summary>
    public FactorKinds? OfferFor(FactorKinds way)
    {
        FactorKinds[] offers = [.. Offers.Where(offer => way != FactorKinds.None && WayOf(offer) == way)];
        return offers.Length == 0 ? null : way == FactorKinds.AppApproval ? offers[^1] : offers[0];
    }

    /// <summary>What was typed or sent, one proof for each factor that is asked for.</summary>
    public IReadOnlyList<Proof> ProofsOf(string answer, string password)
        => [.. Enum.GetValues<FactorKinds>().Where(kind => kind != FactorKinds.None && Factors.HasFlag(kind)).Select(kind => kind switch
        {
            FactorKinds.Password => new Proof(kind, password),
            FactorKinds.AppApproval => new Proof(kind, ""),
            _ => new Proof(kind, answer),
        })];

    public static FactorKinds WayOf(FactorKinds offer) => offer & ~FactorKinds.Password;

    /// <summary>What became of asking for an offer: a question that is open, or none.</summary>
    public ApprovalState After(ChallengeResult asking, FactorKinds offer) => asking is ChallengeResult.Begun asked
        ? ChooseAgain(ApprovalNotice.None) with
        {
            ChallengeId = asked.ChallengeId,
            Factors = offer,
            MatchNumber = asked.MatchNumber,
            SentTo = asked.SentTo,
            PasskeyOptions = asked.PasskeyOptions,
        }
        : ChooseAgain(ApprovalNotice.NotAsked);

    /// <summary>The answer was refused; the question may be over by that.</summary>
    public ApprovalState AfterFailure(bool isOver) => isOver ? ChooseAgain(ApprovalNotice.Over) : this with { Notice = ApprovalNotice.NotVerified };

    /// <summary>Nothing is asked any more; the customer chooses again.</summary>
    public ApprovalState ChooseAgain(ApprovalNotice notice) => this with
    {
        ChallengeId = null,
        Factors = FactorKinds.None,
        MatchNumber = null,
        SentTo = null,
        PasskeyOptions = null,
        Notice = notice,
    };
}
