namespace SampleBank.Api.Accounts;

/// <summary>A path within this API.</summary>
internal sealed record Link(string Href);
