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

    /// <summary>The same two when the customer has doubled the size of letters on half a desktop's width.</summary>
    public required int WidthOfLargeContent { get; init; }

    public required int WidthOfLargeScreen { get; init; }

    /// <summary>Words with a contrast below 4.5 to 1, in the light scheme and in the dark one.</summary>
    public required IReadOnlyList<string> FaintWords { get; init; }

    public required string Text { get; init; }
}
