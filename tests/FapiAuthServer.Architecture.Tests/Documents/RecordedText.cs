namespace FapiAuthServer.Architecture.Tests.Documents;

/// <summary>A text that is generated, and kept so that a pull request shows how it changes.</summary>
internal static class RecordedText
{
    /// <summary>Set to 1, it makes the tests write what they would otherwise compare.</summary>
    public const string Switch = "FAPI_WRITE_DOCS";

    public const string Command = $"{Switch}=1 dotnet run --project tests/FapiAuthServer.Architecture.Tests";

    private static bool IsRenewing => Environment.GetEnvironmentVariable(Switch) == "1" && Environment.GetEnvironmentVariable("CI") is null;

    public static void Expect(string file, string generated)
    {
        if (IsRenewing)
            File.WriteAllText(Repository.Path(file), generated);

        if (!File.Exists(Repository.Path(file)))
            Assert.Fail($"{file} is missing. Write it: {Command}");

        var kept = Repository.Read(file).Split('\n');
        var current = generated.Split('\n');
        for (var line = 0; line < Math.Max(kept.Length, current.Length); line++)
            if (kept.ElementAtOrDefault(line) != current.ElementAtOrDefault(line))
                Assert.Fail($"""
                    {file} is stale from line {line + 1} on.
                      kept:    {kept.ElementAtOrDefault(line) ?? "(end of file)"}
                      current: {current.ElementAtOrDefault(line) ?? "(end of file)"}
                    Renew it: {Command}
                    """);
    }
}
