using System.Text.Json.Serialization;

namespace FapiAuthServer.Conformance.Plans;

/// <summary>One value per parameter of a plan, in the plan's order: `client_auth_type=mtls,sender_constrain=dpop`.</summary>
[JsonConverter(typeof(VariantJsonConverter))]
public sealed class Variant(IReadOnlyList<KeyValuePair<string, string>> values) : IEquatable<Variant>
{
    public IReadOnlyList<KeyValuePair<string, string>> Values { get; } = values;

    /// <summary>The value of a parameter, or null when the variant does not say.</summary>
    public string? this[string parameter] => Values.FirstOrDefault(value => value.Key == parameter).Value;

    /// <summary>Reads what <see cref="ToString"/> writes; whether a plan knows it is the plan's to say.</summary>
    /// <exception cref="ConformanceException">The text is no list of name=value, or says one thing twice.</exception>
    public static Variant Parse(string text)
    {
        var values = new List<KeyValuePair<string, string>>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } value])
            {
                throw new ConformanceException($"The variant has the part \"{part}\"; write it as name=value,name=value.");
            }
            if (values.Exists(known => known.Key == name))
            {
                throw new ConformanceException($"The variant says {name} twice; give it one value.");
            }
            values.Add(new(name, value));
        }
        return new Variant(values);
    }

    public bool Is(string parameter, string value) => this[parameter] == value;

    public bool Equals(Variant? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as Variant);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => string.Join(',', Values.Select(value => $"{value.Key}={value.Value}"));
}
