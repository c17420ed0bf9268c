namespace FapiAuthServer.TestKit.Protocol;

/// <summary>The parameters of a form or query, in order; a name may be there twice.</summary>
public sealed class FormParameters
{
    private readonly List<KeyValuePair<string, string>> pairs = [];

    public IReadOnlyList<KeyValuePair<string, string>> Pairs => pairs;

    /// <summary>Reads the first value; sets the only one; null takes the parameter away.</summary>
    public string? this[string name]
    {
        get => pairs.Find(pair => pair.Key == name).Value;
        set
        {
            var at = pairs.FindIndex(pair => pair.Key == name);
            pairs.RemoveAll(pair => pair.Key == name);
            if (value is not null)
            {
                pairs.Insert(at < 0 ? pairs.Count : at, new(name, value));
            }
        }
    }

    public void AddAgain(string name, string value) => pairs.Add(new(name, value));

    public void Reverse() => pairs.Reverse();

    public string Encode() =>
        string.Join('&', pairs.Select(pair => Uri.EscapeDataString(pair.Key) + "=" + Uri.EscapeDataString(pair.Value)));

    public static FormParameters Decode(string query)
    {
        var parameters = new FormParameters();
        foreach (var pair in query.TrimStart('?', '#').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Replace('+', ' ').Split('=', 2);
            parameters.AddAgain(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }
        return parameters;
    }
}
