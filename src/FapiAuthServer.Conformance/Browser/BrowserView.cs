namespace FapiAuthServer.Conformance.Browser;

/// <summary>What the browser shows, or where it would leave the server to.</summary>
/// <param name="Kind">What the page is for.</param>
/// <param name="Address">The page's address; for <see cref="PageKind.Client"/>, the whole address at the client.</param>
/// <param name="Status">The status of the answer that made the page.</param>
/// <param name="Text">The words on the page, on one line.</param>
public sealed record BrowserView(PageKind Kind, Uri Address, int Status, string Text)
{
    public string? ErrorCode { get; init; }

    public string? ErrorDescription { get; init; }

    /// <summary>The page in one line, for details of checks.</summary>
    public string Describe() => Kind == PageKind.Client
        ? $"redirect to {Address.GetLeftPart(UriPartial.Path)}"
        : $"HTTP {Status} at {Address.GetLeftPart(UriPartial.Path)}: {(Text.Length > 300 ? Text[..300] + "…" : Text)}";
}
