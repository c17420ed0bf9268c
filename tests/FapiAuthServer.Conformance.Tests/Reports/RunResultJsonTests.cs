using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Tests.Reports;

public sealed class RunResultJsonTests
{
    [Fact]
    public void A_result_is_read_as_it_was_written()
    {
        var written = RunResultJson.Write(SampleRun.Of("\u0000 \ud83c\udf89 <script>"));

        Assert.NotEmpty(RunResultJson.Write(SampleRun.Of("\ud800")));
        Assert.Equal(written, RunResultJson.Write(RunResultJson.Read(written)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"plan": "p", "title": "t", "issuer": "i", "discovery": "d", "runner_version": "1", "variants": [{}]}""")]
    public void What_is_no_result_is_refused(string json) => Assert.Throws<System.Text.Json.JsonException>(() => RunResultJson.Read(json));
}
