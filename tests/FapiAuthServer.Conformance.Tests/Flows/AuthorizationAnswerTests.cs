using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Tests.Flows;

/// <summary>An answer is read from where it should be, and a code is seen wherever it is.</summary>
public sealed class AuthorizationAnswerTests
{
    // {"iss":"bank","aud":"client","exp":1,"code":"signed","state":"sent"}
    private const string Response = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJiYW5rIiwiYXVkIjoiY2xpZW50IiwiZXhwIjoxLCJjb2RlIjoic2lnbmVkIiwic3RhdGUiOiJzZW50In0.c2ln";

    [Theory]
    [InlineData(ResponseForm.Query, "?dummy=1&code=a&state=sent", "a")]
    [InlineData(ResponseForm.Fragment, "?dummy=1#code=a&state=sent", "a")]
    [InlineData(ResponseForm.SignedQuery, "?dummy=1&response=" + Response, "signed")]
    public void Parameters_are_read_from_where_they_should_be(ResponseForm form, string address, string code)
    {
        var answer = At(form, address);

        Assert.Equal((code, "sent"), (answer.Code, answer.Parameters["state"]));
        Assert.Null(answer.Parameters["iss"]);
    }

    [Theory]
    [InlineData(ResponseForm.Query, "#code=a")]
    [InlineData(ResponseForm.Fragment, "?code=a")]
    [InlineData(ResponseForm.Fragment, "?code=a#state=sent")]
    [InlineData(ResponseForm.SignedQuery, "?code=a")]
    [InlineData(ResponseForm.SignedQuery, "?code=a&response=no-jwt")]
    [InlineData(ResponseForm.Query, "?error=access_denied#code=a")]
    public void A_code_is_seen_wherever_it_is(ResponseForm form, string address) => Assert.Equal("a", At(form, address).Code);

    [Theory]
    [InlineData(ResponseForm.Fragment, "?dummy=1&error=invalid_request&state=sent")]
    [InlineData(ResponseForm.SignedQuery, "?dummy=1&error=invalid_request&state=sent")]
    [InlineData(ResponseForm.Query, "?dummy=1#error=invalid_request&state=sent")]
    public void An_error_elsewhere_is_read_with_its_state(ResponseForm form, string address)
    {
        var answer = At(form, address);

        Assert.Equal(("invalid_request", "sent"), (answer.Error, answer.Parameters["state"]));
    }

    private static AuthorizationAnswer At(ResponseForm form, string address) =>
        new(new AuthorizationRequest(), new BrowserView(PageKind.Client, new Uri("https://client.example.test/callback" + address), 303, ""), form);
}
