using System.Collections.Frozen;

namespace SampleFintech.Web.Journal;

/// <summary>What the headers and parameters of the flow are for.</summary>
internal static class FieldNotes
{
    private static readonly FrozenDictionary<string, string> Notes = new Dictionary<string, string>
    {
        ["Authorization"] = "The scheme is DPoP, not Bearer.",
        ["DPoP"] = "Made for this one request; signed with the key that the tokens are bound to.",
        ["DPoP-Nonce"] = "To be put into the next proof for this server.",
        ["x-fapi-interaction-id"] = "Found again in the bank’s log.",
        ["access_token"] = "For the bank’s API only; the fintech need not understand it.",
        ["client_assertion"] = "Signed with the fintech’s own key. Good for one minute and one use.",
        ["code"] = "Good for one minute and one use.",
        ["code_challenge"] = "SHA-256 of a secret that stays here until the code is redeemed.",
        ["code_verifier"] = "The secret behind the code challenge.",
        ["id_token"] = "Who the customer is, signed by the bank for this fintech.",
        ["iss"] = "Which server answers.",
        ["nonce"] = "Comes back in the ID token, which ties it to this request.",
        ["redirect_uri"] = "Where the customer comes back to.",
        ["refresh_token"] = "Gets new access tokens until the customer or the fintech ends the connection.",
        ["request_uri"] = "A reference to the pushed request; it lives for a short time.",
        ["response_type"] = "The answer is a code, never a token.",
        ["scope"] = "What the customer is asked for.",
        ["state"] = "Ties the answer to this browser session.",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string? For(string name) => Notes.GetValueOrDefault(name);
}
