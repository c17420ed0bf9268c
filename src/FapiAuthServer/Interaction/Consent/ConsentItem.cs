using FapiAuthServer.Grants.Details;

namespace FapiAuthServer.Interaction.Consent;

/// <summary>One thing the customer decides on, in a few words, and what exactly it means.</summary>
internal sealed record ConsentItem(string Title, string? Detail = null)
{
    /// <summary>What authorization details say beyond the title.</summary>
    public IReadOnlyList<DetailFact> Facts { get; init; } = [];
}
