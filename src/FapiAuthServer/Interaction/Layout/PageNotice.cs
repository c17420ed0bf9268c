namespace FapiAuthServer.Interaction.Layout;

/// <summary>A line above every page, with a link; whoever registers one has it shown.</summary>
/// <param name="Words">Key of the text; the link's text has the same key and <c>.Link</c>.</param>
/// <param name="Address">Where the link leads, in a tab of its own.</param>
internal sealed record PageNotice(string Words, string Address);
