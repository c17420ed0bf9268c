using System.Text.Json.Nodes;

namespace FapiAuthServer.Conformance.Configuration;

/// <summary>One object of the configuration file, read member by member; what is wrong is noted, and reading goes on.</summary>
internal sealed class ConfigurationSection(JsonObject json, string path, Faults faults)
{
    private readonly HashSet<string> read = [];

    public string? Text(string name, bool demanded = false)
    {
        read.Add(name);
        var text = JsonText.Of(json[name]);
        if (text is null && (demanded || json.ContainsKey(name)))
        {
            faults.Add($"{path}{name} must be a text.");
        }
        return text;
    }

    public Uri? Address(string name, bool demanded = false)
    {
        if (Text(name, demanded) is not { } text)
        {
            return null;
        }
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps)
        {
            return address;
        }
        faults.Add($"{path}{name} must be an https address, not \"{text}\".");
        return null;
    }

    public T? OneOf<T>(string name, IReadOnlyDictionary<string, T> values, bool demanded = true)
        where T : struct
    {
        if (Text(name, demanded) is not { } text)
        {
            return null;
        }
        if (values.TryGetValue(text, out var value))
        {
            return value;
        }
        faults.Add($"{path}{name} must be {string.Join(" or ", values.Keys)}, not \"{text}\".");
        return null;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        read.Add(name);
        return JsonText.List(json[name]);
    }

    public int Number(string name, int otherwise)
    {
        read.Add(name);
        return (int?)JsonText.Number(json[name]) ?? otherwise;
    }

    public JsonObject? Object(string name)
    {
        read.Add(name);
        return json[name] as JsonObject;
    }

    public IReadOnlyList<ConfigurationSection> Sections(string name)
    {
        read.Add(name);
        if (json[name] is JsonArray { Count: > 0 } array && array.All(item => item is JsonObject))
        {
            return [.. array.OfType<JsonObject>().Select((item, index) => new ConfigurationSection(item, $"{path}{name}[{index}].", faults))];
        }
        faults.Add($"{path}{name} must be a list of at least one object.");
        return [];
    }

    public ConfigurationSection Section(string name) => new(Object(name) ?? [], $"{path}{name}.", faults);

    public void Fault(string text) => faults.Add($"{path}{text}");

    /// <summary>A misspelt member would otherwise be a setting silently ignored.</summary>
    public void RefuseOthers()
    {
        foreach (var (name, _) in json.Where(member => !read.Contains(member.Key)))
        {
            faults.Add($"{path}{name} is not known; remove it.");
        }
    }
}
