using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.TestKit.Tests.Protocol;

public class FormParametersTests
{
    [Fact]
    public void Setting_keeps_the_place_and_null_removes()
    {
        var form = new FormParameters { ["a"] = "1", ["b"] = "2" };

        form["a"] = "3 &";
        form.AddAgain("b", "4");

        Assert.Equal("a=3%20%26&b=2&b=4", form.Encode());
        form["b"] = null;
        Assert.Equal("a=3%20%26", form.Encode());
    }

    [Fact]
    public void Decoding_reads_what_encoding_wrote()
    {
        var form = new FormParameters { ["state"] = "a+b c=d&é" };

        Assert.Equal(form.Pairs, FormParameters.Decode("?" + form.Encode()).Pairs);
    }
}
