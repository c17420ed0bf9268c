using System.Collections.Frozen;

namespace SampleFintech.Web.Connecting;

/// <summary>What an engineer should look at first, by error code.</summary>
internal static class Hints
{
    public const string Unreachable = "Is the server running, and on this address? "
        + "Everything starts together with: dotnet run --project src/Samples/Sandbox";

    public const string NotTrusted = "This fintech trusts only ca.crt of the sandbox kit. "
        + "If the kit was made anew, start the sandbox again, so that all parts read the same one.";

    private static readonly FrozenDictionary<string, string> ByError = new Dictionary<string, string>
    {
        ["access_denied"] = "The customer, or the bank on their behalf, said no. Do not ask again by yourself; let the customer start.",
        ["consent_required"] = "The request asked for no pages to be shown, but the customer has to decide. Send it without prompt=none.",
        ["insufficient_scope"] = "The token was issued for less than this call needs. "
            + "Compare the scope under Push the request with the one the bank’s API names.",
        ["interaction_required"] = "The request asked for no pages to be shown, but the customer has to do something. Send it without prompt=none.",
        ["invalid_client"] = "The bank could not tell who asks. Check that the assertion’s key is registered, "
            + "aud is exactly the issuer, and the clock is right; and never send an assertion twice.",
        ["invalid_dpop_proof"] = "Decode the proof below: htm and htu must be those of this request, iat must be now, and jti new every time.",
        ["invalid_grant"] = "The code or refresh token was used, has expired, or belongs to another key, client or redirect address. Connect again.",
        ["invalid_redirect_uri"] = "The redirect address must be one of those registered for this client, character by character.",
        ["invalid_request"] = "Something is missing, doubled or malformed. The description says what; compare with what was sent below.",
        ["invalid_request_uri"] = "The pushed request was used already or has expired; it lives for a minute and a half. Connect again.",
        ["invalid_scope"] = "Ask only for scopes that are in the client’s registration and in scopes_supported of the metadata.",
        ["invalid_token"] = "The access token has expired, or the connection was ended, here or at the bank. Connect again.",
        ["login_required"] = "The request asked for no pages to be shown, but the customer is not signed in. Send it without prompt=none.",
        ["server_error"] = "The fault is the bank’s. Its log has the details: sandbox/logs.",
        ["temporarily_unavailable"] = "The bank is busy or being maintained. Try again in a little while.",
        ["unauthorized_client"] = "This client is not registered for this grant type or response type.",
        ["unsupported_grant_type"] = "Compare grant_type with grant_types_supported in the metadata.",
        ["unsupported_response_type"] = "FAPI 2.0 knows response_type=code only.",
        ["use_dpop_nonce"] = "The server wants its nonce in the proof. It was sent again with it and still refused; look at both exchanges below.",
    }.ToFrozenDictionary();

    public static string For(string? error) => error is not null && ByError.TryGetValue(error, out var hint)
        ? hint
        : "Look at the exchange below, and for its time in the server’s log: sandbox/logs.";
}
