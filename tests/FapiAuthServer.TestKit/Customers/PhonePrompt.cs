using System.Text.Json.Nodes;

namespace FapiAuthServer.TestKit.Customers;

/// <summary>What the banking app was given to show; with three numbers to choose from, unless a code is to be typed.</summary>
public sealed record PhonePrompt(
    string ChallengeId, string Nonce, string Action, string ClientName, IReadOnlyList<int> Choices, string Question, DateTimeOffset ExpiresAt)
{
    /// <summary>The action as the app shows it: `type`, and for a payment `amount`, `currency`, `payee`.</summary>
    public JsonObject Shown => JsonNode.Parse(Action)!.AsObject();

    public static PhonePrompt Read(JsonObject json) => new(
        (string)json["challenge_id"]!, (string)json["nonce"]!, (string)json["action"]!, (string)json["client_name"]!,
        [.. json["choices"]!.AsArray().Select(choice => choice!.GetValue<int>())], (string)json["question"]!,
        DateTimeOffset.FromUnixTimeSeconds(json["expires_at"]!.GetValue<long>()));
}
