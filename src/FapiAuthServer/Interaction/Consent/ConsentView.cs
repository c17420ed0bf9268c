namespace FapiAuthServer.Interaction.Consent;

/// <summary>What the customer decides on: who asks, for what, for how long.</summary>
internal sealed record ConsentView(string ClientName, string CustomerName, IReadOnlyList<string> Permissions, string Duration);
