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

    public static RunResult? Read(string json) => JsonSerializer.Deserialize(json, Default.RunResult);
}
