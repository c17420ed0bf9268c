using System.Text.Json;
using System.Text.Json.Serialization;

namespace FapiAuthServer.Conformance.Running;

/// <summary>The result as JSON for machines, in the protocol's own spelling of names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(RunResult))]
public sealed partial class RunResultJson : JsonSerializerContext
{
    public static string Write(RunResult result) => JsonSerializer.Serialize(result, Default.RunResult);

    /// <exception cref="JsonException">It is no JSON, or no result.</exception>
    public static RunResult Read(string json) => JsonSerializer.Deserialize(json, Default.RunResult) is { } result && IsWhole(result)
        ? result
        : throw new JsonException("Members of a result are missing.");

    // The serializer leaves null what the JSON does not have, whatever the type says.
    private static bool IsWhole(RunResult result) =>
        result is { Plan: not null, Title: not null, Issuer: not null, Discovery: not null, RunnerVersion: not null, Variants: not null }
        && result.Variants.All(variant => variant is { Variant: not null, Clients: not null, Modules: not null, NotRun: not null }
            && variant.Modules.All(module => module is { Name: not null, Summary: not null, Checks: not null, Exchanges: not null, Pauses: not null }
                && module.Checks.All(check => check is { Requirement: not null, Text: not null })
                && module.Pauses.All(pause => pause is { Reason: not null })
                && module.Exchanges.All(exchange => exchange is { Label: not null, Request: { Method: not null, Address: not null, Headers: not null }, Tokens: not null })));
}
