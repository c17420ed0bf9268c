namespace FapiAuthServer.Interaction.Handover;

/// <summary>The page that carries an authorization response to the client in a form: where to, and what.</summary>
internal sealed record HandoverView(string Address, IReadOnlyList<KeyValuePair<string, string>> Fields);
