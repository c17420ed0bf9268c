namespace FapiAuthServer.Interaction.Consent;

/// <summary>One thing the customer decides on, in a few words, and what exactly it means.</summary>
internal sealed record ConsentItem(string Title, string? Detail = null);
