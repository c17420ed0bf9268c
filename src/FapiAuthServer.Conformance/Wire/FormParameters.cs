using System.Collections;
using System.Net;

namespace FapiAuthServer.Conformance.Wire;

/// <summary>Parameters of a form or a query, in their order, repeated names included.</summary>
public sealed class FormParameters : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> pairs = [];

    /// <summary>The first value of the name, or null; setting replaces it where it stands, and null takes all of the name away.</summary>
    public string? this[string name]
    {
        get => pairs.FirstOrDefault(pair => pair.Key == name).Value;
        set
        {
            var at = pairs.FindIndex(pair => pair.Key == name);
            if (value is null)
            {
                Remove(name);
            }
            else if (at < 0)
            {
                Add(name, value);
            }
            else
            {
                pairs[at] = new(name, value);
            }
        }
    }

    public int Count => pairs.Count;

    public static FormParameters Decode(string query)
    {
        var parameters = new FormParameters();
        foreach (var pair in query.TrimStart('?', '#').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            parameters.Add(WebUtility.UrlDecode(parts[0]), parts.Length == 2 ? WebUtility.UrlDecode(parts[1]) : "");
        }
        return parameters;
    }

    public bool Has(string name) => pairs.Exists(pair => pair.Key == name);

    /// <summary>Adds another value, whether or not the name is there already.</summary>
    public void Add(string name, string value) => pairs.Add(new(name, value));

    public void Remove(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            pairs.RemoveAll(pair => pair.Key == name);
        }
    }

    public void Reverse() => pairs.Reverse();

    public string Encode() =>
        string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
