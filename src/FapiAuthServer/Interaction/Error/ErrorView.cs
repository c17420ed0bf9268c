namespace FapiAuthServer.Interaction.Error;

/// <summary>What the error page shows: the registered code, and a sentence.</summary>
internal sealed record ErrorView(string Code, string Description);
