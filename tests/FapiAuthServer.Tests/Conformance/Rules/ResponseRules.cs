using System.Globalization;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Rules;

/// <summary>What holds for every answer of the server, whatever it says.</summary>
internal static class ResponseRules
{
    private static readonly string[] ErrorMembers = ["error", "error_description"];
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static void CheckJson(ServerResponse answer)
    {
        Assert.Equal("application/json", answer.Header("Content-Type")?.Split(';')[0]);
        Assert.NotEmpty(answer.Json);
    }

    public static void CheckDate(ServerResponse answer)
    {
        var date = DateTimeOffset.Parse(answer.Header("Date") ?? "", CultureInfo.InvariantCulture);
        Assert.InRange(date, DateTimeOffset.UtcNow - Skew, DateTimeOffset.UtcNow + Skew);
    }

    /// <summary>Section 2.8: the characters that RFC 6749 section 5.2 allows, and no line breaks.</summary>
    public static void CheckErrorText(string? error, string? description)
    {
        Assert.NotEmpty(error ?? "");
        Assert.NotEmpty(description ?? "");
        Assert.All(error!, character => Assert.True(IsAllowed(character) && character != ' '));
        Assert.All(description!, character => Assert.True(IsAllowed(character)));
    }

    /// <summary>An OAuth error as the token and PAR endpoints send it.</summary>
    public static void CheckError(ServerResponse answer, string error)
    {
        Assert.Equal((error, error == "invalid_client" ? 401 : 400), (answer.Error, answer.Status));
        CheckJson(answer);
        CheckErrorText(answer.Error, answer.ErrorDescription);
        Assert.All(answer.Json, member => Assert.Contains(member.Key, ErrorMembers));
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }

    private static bool IsAllowed(char character) => character is >= ' ' and <= '~' and not '"' and not '\\';
}
