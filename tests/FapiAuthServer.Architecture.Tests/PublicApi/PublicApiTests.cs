using System.Reflection;
using FapiAuthServer.Architecture.Tests.Documents;

namespace FapiAuthServer.Architecture.Tests.PublicApi;

public sealed class PublicApiTests
{
    [Theory]
    [InlineData("FapiAuthServer.Jose")]
    [InlineData("FapiAuthServer.ResourceServer")]
    public void The_public_API_is_the_recorded_one(string library)
        => RecordedText.Expect($"tests/FapiAuthServer.Architecture.Tests/PublicApi/{library}.txt", ApiListing.Of(Assembly.Load(library)));
}
