using System.Text.RegularExpressions;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.TestKit.Customers;

/// <summary>The text messages to one number, as the sandbox's outbox keeps them.</summary>
public sealed partial class TextMessages(string sandboxDirectory, string number)
{
    private readonly string file = Path.Combine(sandboxDirectory, "outbox", number.TrimStart('+') + ".txt");

    public string Number { get; } = number;

    /// <summary>The last message; null when there is none.</summary>
    public string? Last => File.Exists(file) ? File.ReadAllText(file) : null;

    /// <summary>The code in the last message.</summary>
    public string Code => CodeIn().Match(Last ?? "") is { Success: true } match
        ? match.Groups[1].Value
        : throw new UnexpectedResponseException("No text message with a code has arrived.");

    [GeneratedRegex(@"Code: (\d+)")]
    private static partial Regex CodeIn();
}
