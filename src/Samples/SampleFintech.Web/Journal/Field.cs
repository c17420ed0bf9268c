namespace SampleFintech.Web.Journal;

/// <summary>A header or parameter as it may be shown.</summary>
internal sealed record Field(string Name, string Value, DecodedJwt? Decoded = null, string? Note = null);
