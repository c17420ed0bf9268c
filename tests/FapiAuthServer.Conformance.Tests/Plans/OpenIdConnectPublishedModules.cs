namespace FapiAuthServer.Conformance.Tests.Plans;

/// <summary>The published lists of the OpenID Connect plans.</summary>
internal static class OpenIdConnectPublishedModules
{
    private const string Heading = "== ";

    public static IReadOnlyList<PublishedModule> Of(string plan)
    {
        using var reader = new StreamReader(typeof(PublishedModule).Assembly.GetManifestResourceStream("OpenIdConnectPublishedModules.txt")!);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. lines.SkipWhile(line => line != Heading + plan).Skip(1).TakeWhile(line => !line.StartsWith(Heading, StringComparison.Ordinal)).Select(PublishedModule.Parse)];
    }
}
