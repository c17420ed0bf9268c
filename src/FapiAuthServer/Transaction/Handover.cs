namespace FapiAuthServer.Transaction;

/// <summary>An authorization response that travels in a form: where to, and its fields.</summary>
internal sealed record Handover(string Address, IReadOnlyList<KeyValuePair<string, string>> Fields);
