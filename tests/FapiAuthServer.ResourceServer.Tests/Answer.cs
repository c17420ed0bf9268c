using System.Text.Json.Nodes;

namespace FapiAuthServer.ResourceServer.Tests;

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string[]> Headers, string Body)
{
    public string[] Challenges => Header("WWW-Authenticate");

    public string Challenge(string scheme)
        => Assert.Single(Challenges, challenge => challenge.Split(' ')[0] == scheme);

    public string[] Header(string name) => Headers.TryGetValue(name, out var values) ? values : [];

    public string? Error => JsonNode.Parse(Body)?["error"]?.GetValue<string>();

    public void IsData()
    {
        Assert.Equal(200, Status);
        Assert.Contains("\"accounts\"", Body, StringComparison.Ordinal);
    }

    public void IsRefusal(int status, string error, string? scheme = null)
    {
        Assert.Equal(status, Status);
        Assert.Equal(error, Error);
        Assert.DoesNotContain("\"accounts\"", Body, StringComparison.Ordinal);
        Assert.Equal("application/json; charset=utf-8", Assert.Single(Header("Content-Type")));
        Assert.Equal("no-store", Assert.Single(Header("Cache-Control")));
        if (scheme is not null)
            Assert.Contains($"error=\"{error}\"", Challenge(scheme), StringComparison.Ordinal);
    }

    public void IsInvalidProof() => IsRefusal(401, "invalid_dpop_proof", "DPoP");

    public void IsInvalidToken(string scheme = "DPoP") => IsRefusal(401, "invalid_token", scheme);
}
