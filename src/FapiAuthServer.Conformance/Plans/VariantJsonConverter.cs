using System.Text.Json;
using System.Text.Json.Serialization;

namespace FapiAuthServer.Conformance.Plans;

/// <summary>A variant in JSON is its text.</summary>
internal sealed class VariantJsonConverter : JsonConverter<Variant>
{
    public override Variant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Variant.Parse(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Variant value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
