using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace FapiAuthServer.Cli.Tests;

/// <summary>A folder for one test, with a configuration of two clients, and the command run in it.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fapi-cli-");

    public string Reports => PathTo("reports");

    public string PathTo(string file) => Path.Combine(folder.FullName, file);

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>A file of the folder.</summary>
    public string Write(string file, string content)
    {
        File.WriteAllText(PathTo(file), content);
        return PathTo(file);
    }

    /// <summary>A server.json for the small server.</summary>
    public string Configure(SmallServer server, bool isTrusted = true)
    {
        Write("ca.pem", server.Certificate.ExportCertificatePem());
        var configuration = Configuration(server.Address);
        if (isTrusted)
        {
            configuration["ca_file"] = "ca.pem";
        }
        return Write("server.json", configuration.ToJsonString());
    }

    public static JsonObject Configuration(string address) => new()
    {
        ["discovery"] = $"{address}/.well-known/openid-configuration",
        ["resource_url"] = $"{address}/accounts",
        ["clients"] = new JsonArray(Client("one"), Client("two")),
        ["customers"] = new JsonArray(new JsonObject { ["username"] = "ada", ["password"] = "not-a-secret" }),
    };

    /// <summary>Runs the command in this process.</summary>
    public static async Task<Outcome> RunAsync(CancellationToken cancellation, params IReadOnlyList<string> arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await new CommandLine(Screen.Plain(TextWriter.Synchronized(output), error)).RunAsync(arguments, cancellation);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    private static JsonObject Client(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = key.ExportParameters(includePrivateParameters: true);
        return new JsonObject
        {
            ["client_id"] = name,
            ["client_auth_type"] = "private_key_jwt",
            ["sender_constrain"] = "dpop",
            ["redirect_uri"] = $"https://{name}.example/callback",
            ["scope"] = "openid accounts",
            ["dpop_signing_alg"] = "ES256",
            ["jwks"] = new JsonObject
            {
                ["keys"] = new JsonArray(new JsonObject
                {
                    ["kty"] = "EC",
                    ["crv"] = "P-256",
                    ["x"] = Text(parameters.Q.X!),
                    ["y"] = Text(parameters.Q.Y!),
                    ["d"] = Text(parameters.D!),
                }),
            },
        };
    }

    private static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
