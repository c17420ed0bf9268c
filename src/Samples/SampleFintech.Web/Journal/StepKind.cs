namespace SampleFintech.Web.Journal;

/// <summary>One kind of step of the flow, explained for an engineer who sees it for the first time.</summary>
internal sealed record StepKind(string Title, string Why, params Reference[] References)
{
    public static readonly StepKind Discover = new(
        "Read the server’s metadata",
        "Every address and capability comes from the metadata of the bank’s authorization server; nothing but the issuer is configured here. "
        + "The issuer in the document must be the one that was asked.",
        Reference.Rfc(8414, "Metadata"));

    public static readonly StepKind Push = new(
        "Push the request",
        "The whole request goes from server to server, so nobody in the browser can read or change it. A signed assertion says who asks, "
        + "a DPoP proof names the key that everything issued from now on is bound to, and the code challenge commits to a secret kept here.",
        Reference.Rfc(9126, "PAR"), Reference.Rfc(7523, "Assertion"), Reference.Rfc(9449, "DPoP"), Reference.Rfc(7636, "PKCE"));

    public static readonly StepKind Send = new(
        "Send the customer to the bank",
        "The browser carries only the client’s name and a reference to the pushed request. At the bank the customer signs in, "
        + "shows a second factor and decides. The fintech sees none of that.",
        Reference.Rfc(9126, "PAR", "section-4"));

    public static readonly StepKind Return = new(
        "The customer comes back",
        "The state must be the one this browser session was sent away with, and iss must be the server it was sent to. "
        + "Otherwise the answer belongs to somebody else, and is not used.",
        Reference.Rfc(9207, "iss"), Reference.Rfc(6749, "State", "section-10.12"));

    public static readonly StepKind Redeem = new(
        "Redeem the code for tokens",
        "The code alone is worth nothing: it takes the client’s assertion, the secret behind the code challenge, and a proof by the key "
        + "of the pushed request. The ID token is verified before anything in it is believed.",
        Reference.Rfc(6749, "Code", "section-4.1.3"),
        Reference.Rfc(9449, "DPoP", "section-5"),
        Reference.OpenIdConnect("ID token", "IDTokenValidation"));

    public static readonly StepKind Call = new(
        "Call the bank’s API",
        "Each call carries a proof of its own: for this method, this address and this access token. "
        + "A token copied from a log or a proxy opens nothing without the key.",
        Reference.Rfc(9449, "DPoP", "section-7"));

    public static readonly StepKind Renew = new(
        "Get a fresh access token",
        "The access token is short-lived on purpose. The refresh token is bound to the client, which proves itself again, and it is not rotated.",
        Reference.Rfc(6749, "Refresh", "section-6"));

    public static readonly StepKind Revoke = new(
        "End the connection",
        "The fintech gives the refresh token back. With it the bank ends the whole grant, and the access tokens under it.",
        Reference.Rfc(7009, "Revocation"));

    public static readonly StepKind TryRevoked = new(
        "See that the access token is dead",
        "Its signature is good and it has not expired, but the bank’s API asks the authorization server about every token. "
        + "The bank must answer 401.",
        Reference.Rfc(7662, "Introspection"));

    public static readonly StepKind TryWithoutProof = new(
        "Experiment: the token without a proof",
        "What a thief can do who has the access token and nothing else. The bank must answer 401.",
        Reference.Rfc(9449, "DPoP", "section-7.1"));

    public static readonly StepKind TryForeignKey = new(
        "Experiment: a proof by another key",
        "The thief makes a perfect proof, with a key of their own. The token is bound to ours, so the bank must answer 401.",
        Reference.Rfc(9449, "DPoP", "section-4.3"));

    public static readonly StepKind TryReplay = new(
        "Experiment: one proof used twice",
        "The same request, proof and all, is sent a second time. The first is answered; the second must be refused with 401.",
        Reference.Rfc(9449, "DPoP", "section-11.1"));

    /// <summary>The steps every connection goes through, in order.</summary>
    public static readonly IReadOnlyList<StepKind> Connecting = [Discover, Push, Send, Return, Redeem, Call];
}
