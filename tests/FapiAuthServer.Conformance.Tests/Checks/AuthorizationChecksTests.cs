using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Tests.Flows;

namespace FapiAuthServer.Conformance.Tests.Checks;

public sealed class AuthorizationChecksTests : IDisposable
{
    private readonly Stage stage = new();

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData("error=access_denied&state=sent", false, true)]
    [InlineData("error=access_denied", false, false)]
    [InlineData("error=access_denied", true, true)]
    [InlineData("error=access_denied&state=other", true, false)]
    [InlineData("error=invalid_request_uri", false, true)]
    [InlineData("error=invalid_request_object", false, true)]
    [InlineData("error=invalid_request_uri&state=other", false, false)]
    public async Task State_of_an_error_is_right_or_missing_where_it_may_be(string query, bool isOptional, bool isRight) =>
        Assert.Equal(isRight, await CheckAsync("sent", query, isOptional));

    [Theory]
    [InlineData("error=invalid_request&state=beside", true, true)]
    [InlineData("error=invalid_request&state=beside", false, false)]
    [InlineData("error=invalid_request", false, true)]
    public async Task State_that_was_not_pushed_comes_back_only_where_it_may(string query, bool isOptional, bool isRight) =>
        Assert.Equal(isRight, await CheckAsync(null, query, isOptional));

    private async Task<bool> CheckAsync(string? state, string query, bool isOptional)
    {
        var request = stage.Client.NewRequest(parameters => parameters["state"] = state);
        var refusal = new RequestRefusal("RFC6749-4.1.2.1", "that is bad") { StateIsOptional = isOptional };
        await AuthorizationChecks.CheckAsync(stage.Context, stage.Client.Client, request.RedirectUri!, stage.AtClient(request, query), refusal);
        return stage.Worst < Severity.Warning;
    }
}
