namespace FapiAuthServer.Architecture.Tests.Documents;

public sealed class GeneratedDocumentTests
{
    private static readonly Dictionary<string, Func<string>> Documents = new()
    {
        ["docs/configuration.md"] = ConfigurationDocument.Write,
        ["docs/conformance.md"] = ConformanceDocument.Write,
        ["docs/extension-points.md"] = ExtensionPointsDocument.Write,
        ["docs/pipelines.md"] = PipelinesDocument.Write,
        ["docs/profiles.md"] = ProfilesDocument.Write,
        ["docs/rejections.md"] = RejectionsDocument.Write,
        ["docs/sca.md"] = ScaDocument.Write,
    };

    public static TheoryData<string> Files => [.. Documents.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_generated_document_is_current(string file) => RecordedText.Expect(file, Documents[file]());
}
