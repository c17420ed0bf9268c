namespace SampleFintech.Web.Journal;

/// <summary>One HTTP request and its response, with every secret shortened; no result where the fintech itself was called.</summary>
internal sealed record Exchange(
    string Method,
    Uri Url,
    IReadOnlyList<Field> Sent,
    string? Result,
    bool Succeeded,
    TimeSpan Duration,
    IReadOnlyList<Field> Received,
    string? Body);
