using System.Text.Json.Nodes;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Section 2.4: the issuer's public keys.</summary>
public sealed class KeySetTests(ConformanceBanks banks)
{
    private static readonly string?[] ContentTypes = ["application/json", "application/jwk-set+json"];
    private static readonly string[] PublicMembers = ["kty", "kid", "use", "alg", "key_ops", "n", "e", "crv", "x", "y"];

    [Theory(DisplayName = "jwks: every key is public, large enough, and has a kid of its own")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Keys_are_public_and_told_apart_by_kid(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var client = await bank.Server.ConnectAsync("fapi2-pkjwt-dpop-1");

        using var answer = await bank.Server.Wire.Client(null).GetAsync(client.Metadata.Endpoint("jwks_uri"), TestContext.Current.CancellationToken);
        var response = (await ServerResponse.ReadAsync(answer)).Expect(200);

        Assert.Contains(response.Header("Content-Type")?.Split(';')[0], ContentTypes);
        var keys = response.Json["keys"]!.AsArray().OfType<JsonObject>().ToList();

        Assert.NotEmpty(keys);
        Assert.Equal(keys.Count, keys.Select(key => (string?)key["kid"] ?? "").Where(kid => kid.Length > 0).Distinct().Count());
        Assert.All(keys.SelectMany(key => key), member => Assert.Contains(member.Key, PublicMembers));
        Assert.All(keys, key => Assert.Equal("sig", (string?)key["use"]));
        Assert.All(keys, key => Assert.True(IsLargeEnough(key)));
    }

    [Theory(DisplayName = "jwks: an issuer that offers encryption has keys for that alone")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Encryption_has_keys_of_its_own(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var keys = (await (await bank.Server.ConnectAsync("fapi2-ms-pkjwt-dpop-1")).FetchJwksAsync())["keys"]!.AsArray().OfType<JsonObject>().ToList();

        Assert.Equal(
            ["ES256 sig EC", "PS256 sig RSA", "RSA-OAEP-256 enc RSA", "ECDH-ES enc EC"],
            keys.Select(key => $"{key["alg"]} {key["use"]} {key["kty"]}"));
        Assert.All(keys, key => Assert.True(IsLargeEnough(key)));
        Assert.All(keys.SelectMany(key => key), member => Assert.Contains(member.Key, PublicMembers));
        Assert.Equal(4, keys.Select(SigningKey.ThumbprintOf).Distinct().Count());
        Assert.Equal(4, keys.Select(key => (string?)key["kid"]).Distinct().Count());
    }

    [Theory(DisplayName = "jwks: issuers of one deployment share no key")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Issuers_share_no_key(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var thumbprints = new List<string>();
        foreach (var issuer in new[] { "fapi2", Bank.PlainOAuth, Bank.WithNonces, Bank.MessageSigning })
        {
            var client = await bank.Server.ConnectAsync(issuer + "-pkjwt-dpop-1");
            thumbprints.AddRange((await client.FetchJwksAsync())["keys"]!.AsArray().OfType<JsonObject>().Select(SigningKey.ThumbprintOf));
        }

        Assert.Equal(thumbprints.Count, thumbprints.Distinct().Count());
    }

    private static bool IsLargeEnough(JsonObject key) => (string?)key["kty"] switch
    {
        "RSA" => Base64Url.Decode((string)key["n"]!).Length * 8 >= 2048,
        "EC" => Base64Url.Decode((string)key["x"]!).Length * 8 >= 224,
        _ => false,
    };
}
