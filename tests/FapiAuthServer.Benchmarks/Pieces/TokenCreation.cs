using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using FapiAuthServer.Jose;

namespace FapiAuthServer.Benchmarks.Pieces;

/// <summary>Signing an access token, per algorithm.</summary>
[MemoryDiagnoser]
public class TokenCreation
{
    private PrivateKey key = null!;

    [Params("ES256", "PS256")]
    public string Algorithm { get; set; } = "";

    [GlobalSetup]
    public void CreateKey() => key = PrivateKey.Generate(Algorithm);

    [Benchmark]
    public string SignAccessToken() => key.SignCompact(
        new JsonObject { ["typ"] = "at+jwt" },
        new JsonObject
        {
            ["iss"] = "https://as.example",
            ["sub"] = "0123456789abcdef0123456789abcdef",
            ["aud"] = "https://api.example",
            ["client_id"] = "client",
            ["exp"] = 2_000_000_000,
            ["iat"] = 1_900_000_000,
            ["jti"] = "0123456789abcdef0123456789abcdef",
            ["scope"] = "accounts",
            ["cnf"] = new JsonObject { ["jkt"] = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" },
        });
}
