using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>What the browser shows, or where it would leave the server to.</summary>
/// <param name="Kind">What the page is for.</param>
/// <param name="Address">The page's address; for <see cref="PageKind.Client"/>, the whole address at the client.</param>
/// <param name="Status">The status of the answer that made the page.</param>
/// <param name="Text">The words on the page, on one line.</param>
public sealed record BrowserView(PageKind Kind, Uri Address, int Status, string Text)
{
    /// <summary>The headers of the answer that made the page.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>What the browser was told to post to the client; null where it was sent there by a redirect.</summary>
    public FormParameters? PostedForm { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorDescription { get; init; }

    /// <summary>The page in one line, for details of checks.</summary>
    public string Describe() => Kind == PageKind.Client
        ? $"{(PostedForm is null ? "redirect" : "form")} to {Address.GetLeftPart(UriPartial.Path)}"
        : $"HTTP {Status} at {Address.GetLeftPart(UriPartial.Path)}: {(Text.Length > 300 ? Text[..300] + "…" : Text)}";
}
