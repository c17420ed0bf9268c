using System.Text;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Tests.Flows;

public sealed class ClientSecretTests
{
    [Fact]
    public void Secret_in_the_header_is_form_encoded_before_it_is_put_together()
    {
        var request = Send(new ClientSecret("a client", "s:e+c/r%t", InHeader: true));

        var header = Assert.Single(request.Headers, header => header.Key == "Authorization").Value;
        Assert.Equal("a%20client:s%3Ae%2Bc%2Fr%25t", Encoding.ASCII.GetString(Convert.FromBase64String(header["Basic ".Length..])));
        Assert.False(request.Form!.Has("client_secret"));
    }

    [Fact]
    public void Secret_in_the_form_stands_beside_the_client_id_and_in_no_header()
    {
        var request = Send(new ClientSecret("a client", "s:e+c/r%t", InHeader: false));

        Assert.Equal(("a client", "s:e+c/r%t"), (request.Form!["client_id"], request.Form["client_secret"]));
        Assert.DoesNotContain(request.Headers, header => header.Key == "Authorization");
    }

    private static WireRequest Send(ClientSecret secret) =>
        new Call { Label = "Token request", Address = new Uri("https://bank.example.test/token"), Secret = secret }.ToRequest();
}
