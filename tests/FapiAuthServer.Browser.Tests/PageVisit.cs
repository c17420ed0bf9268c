namespace FapiAuthServer.Browser.Tests;

/// <summary>What was found on one page of a journey.</summary>
internal sealed record PageVisit(string Name, string Address)
{
    public required string ContentSecurityPolicy { get; init; }

    public required string Language { get; init; }

    public required string Title { get; init; }

    public required int MainHeadings { get; init; }

    public required IReadOnlyList<string> UnlabelledInputs { get; init; }

    /// <summary>Rules in the style sheets that arrived.</summary>
    public required int Styles { get; init; }

    public required int WidthOfContent { get; init; }

    public required int WidthOfScreen { get; init; }

    public required string Text { get; init; }
}
