using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>What every refusal on the back channel must look like (RFC 6749 section 5.2).</summary>
public static class Refused
{
    public static void With(ServerResponse response, int status, params string[] errors)
    {
        Assert.True(response.Status == status && errors.Contains(response.Error),
            $"Expected {status} {string.Join(" or ", errors)}, got {response.Status} {response.Body} {string.Join(' ', response.Headers["WWW-Authenticate"])}");
        Wholesome(response);
    }

    public static void Client(ServerResponse response) => With(response, 401, "invalid_client");

    public static void Grant(ServerResponse response) => With(response, 400, "invalid_grant");

    /// <summary>A description that may be sent, nothing that may be used, and nothing a cache may keep.</summary>
    public static void Wholesome(ServerResponse response)
    {
        var description = response.ErrorDescription;
        Assert.False(string.IsNullOrWhiteSpace(description), $"No description in {response.Body}");
        Assert.All(description!, character => Assert.True(character is >= ' ' and <= '~' and not '"' and not '\\', $"{(int)character:X} in {description}"));
        foreach (var member in new[] { "access_token", "refresh_token", "id_token", "request_uri", "code", "error_uri" })
        {
            Assert.Null(response.Json[member]);
        }
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.True(response.Body.Length == 0 || response.Header("Content-Type")!.StartsWith("application/json", StringComparison.Ordinal));
    }
}
