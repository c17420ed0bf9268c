using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;

namespace FapiAuthServer.Conformance.Tests.Flows;

public sealed class ExpectedRefusalsTests : IDisposable
{
    private static readonly RequestRefusal Refusal = new("RFC9126-2.1", "that is bad") { AtPush = ["invalid_request"], AtAuthorization = ["invalid_request"] };

    private readonly Stage stage = new();

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData("error=invalid_request", Severity.Success)]
    [InlineData("error=server_error", Severity.Failure)]
    [InlineData("code=a-code", Severity.Failure)]
    [InlineData("code=a-code&error=invalid_request", Severity.Failure)]
    public void A_code_at_the_client_is_never_a_refusal(string query, Severity expected)
    {
        stage.Client.ExpectAuthorizationRefused(stage.AtClient(stage.Client.NewRequest(), query), Refusal with { OrPage = true });

        Assert.Equal(expected, stage.Worst);
    }

    [Theory]
    [InlineData(true, Severity.Review)]
    [InlineData(false, Severity.Failure)]
    public void A_page_is_for_a_person_to_judge_where_it_will_do(bool orPage, Severity expected)
    {
        stage.Client.ExpectAuthorizationRefused(Stage.AtPage(stage.Client.NewRequest()), Refusal with { OrPage = orPage });

        Assert.Equal(expected, stage.Worst);
    }

    [Theory]
    [InlineData(400, "invalid_request", false, Severity.Success)]
    [InlineData(401, "invalid_request", false, Severity.Failure)]
    [InlineData(401, "invalid_request", true, Severity.Success)]
    [InlineData(400, "server_error", false, Severity.Failure)]
    public void The_PAR_endpoint_refuses_as_it_should(int status, string error, bool unauthorizedIsFine, Severity expected)
    {
        stage.Client.ExpectPushRefused(
            Stage.Pushed(stage.Client.NewRequest(), status, error), Refusal with { UnauthorizedIsFine = unauthorizedIsFine });

        Assert.Equal(expected, stage.Worst);
    }

    [Theory]
    [InlineData(403, "invalid_request", Severity.Success)]
    [InlineData(400, "something_else", Severity.Warning)]
    [InlineData(500, "invalid_request", Severity.Failure)]
    public void Where_any_refusal_will_do_another_error_is_a_warning(int status, string error, Severity expected)
    {
        stage.Client.ExpectPushRefused(Stage.Pushed(stage.Client.NewRequest(), status, error), Refusal with { AnyErrorAtPush = true });

        Assert.Equal(expected, stage.Worst);
    }

    [Theory]
    [InlineData(400, "invalid_grant", false, Severity.Success)]
    [InlineData(401, "invalid_client", false, Severity.Success)]
    [InlineData(401, "invalid_grant", false, Severity.Failure)]
    [InlineData(401, "invalid_grant", true, Severity.Success)]
    [InlineData(400, "server_error", true, Severity.Failure)]
    public void The_token_endpoint_refuses_as_it_should(int status, string error, bool unauthorizedIsFine, Severity expected)
    {
        stage.Client.ExpectTokenRefused(
            Stage.Token(status, error),
            new TokenRefusal("RFC6749-5.2", "A bad request", "invalid_grant", "invalid_client") { UnauthorizedIsFine = unauthorizedIsFine });

        Assert.Equal(expected, stage.Worst);
    }
}
