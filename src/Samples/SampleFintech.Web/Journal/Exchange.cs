namespace SampleFintech.Web.Journal;

/// <summary>One HTTP request and its response, with every secret shortened.</summary>
internal sealed record Exchange(
    string Request,
    IReadOnlyList<Field> Sent,
    string Response,
    bool Succeeded,
    TimeSpan Duration,
    IReadOnlyList<Field> Received,
    string? Body);
