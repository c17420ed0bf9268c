using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Rules;

/// <summary>Section 2.12 at the resource endpoint.</summary>
internal static class ResourceRules
{
    private const string Data = "GB29NWBK";

    public static void Check(ServerResponse answer)
    {
        answer.Expect(200);
        ResponseRules.CheckDate(answer);
        Assert.Contains(answer.Header("Content-Type")?.ToLowerInvariant(), ContentTypes);
        Assert.Contains(Data, answer.Body, StringComparison.Ordinal);
    }

    public static void CheckRefused(ServerResponse answer, string? error = null)
    {
        Assert.Contains(answer.Status, Refused);
        Assert.NotEmpty(answer.Headers["WWW-Authenticate"]);
        Assert.DoesNotContain(Data, answer.Body, StringComparison.Ordinal);
        if (error is not null)
        {
            Assert.Equal(error, answer.Error);
        }
    }

    private static readonly string?[] ContentTypes = ["application/json", "application/json; charset=utf-8"];
    private static readonly int[] Refused = [400, 401];
}
