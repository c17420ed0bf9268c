using Microsoft.AspNetCore.Builder;

namespace FapiAuthServer.ResourceServer.Tests;

public sealed class InteractionIdTests : IAsyncLifetime
{
    private const string Header = "x-fapi-interaction-id";
    private const string Mixed = "93bac548-D2de-4546-b106-880a5018460D";

    private BankApi _api = null!;

    // As a bank would: error pages outside, so that they clear what was set within.
    public async ValueTask InitializeAsync()
        => _api = await BankApi.StartAsync(
            pipeline: app => app.UseFapiInteractionId().UseExceptionHandler(error => error.Run(_ => Task.CompletedTask)));

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("/accounts", 401)]
    [InlineData("/nowhere", 404)]
    [InlineData("/open", 200)]
    [InlineData("/fail", 500)]
    public async Task Sent_identifier_is_echoed_on_every_response(string target, int status)
    {
        var answer = await _api.SendAsync(new Call { Target = target }.With(Header, Mixed));
        Assert.Equal(status, answer.Status);
        Assert.Equal(Mixed, Assert.Single(answer.Header(Header)));
    }

    [Fact]
    public async Task Sent_identifier_is_echoed_with_data()
    {
        var answer = await _api.SendAsync(_api.Good().With(Header, Mixed));
        answer.IsData();
        Assert.Equal(Mixed, Assert.Single(answer.Header(Header)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not-a-uuid")]
    [InlineData("{93bac548-d2de-4546-b106-880a5018460d}")]
    [InlineData("93bac548d2de4546b106880a5018460d")]
    [InlineData("93bac548-d2de-4546-b106-880a5018460d, 93bac548-d2de-4546-b106-880a5018460d")]
    public async Task Missing_or_invalid_identifier_is_replaced(string? sent)
    {
        var call = new Call { Target = "/open" };
        var answer = await _api.SendAsync(sent is null ? call : call.With(Header, sent));
        var made = Assert.Single(answer.Header(Header));
        Assert.NotEqual(sent, made);
        Assert.True(Guid.TryParseExact(made, "D", out _));
        Assert.NotEqual(made, Assert.Single((await _api.SendAsync(call)).Header(Header)));
    }

    [Fact]
    public async Task Two_identifiers_are_replaced_by_one()
    {
        var answer = await _api.SendAsync(new Call { Target = "/open" }.With(Header, Mixed).With(Header, Mixed));
        Assert.NotEqual(Mixed, Assert.Single(answer.Header(Header)));
    }

    [Fact]
    public async Task Identifier_is_in_the_log_scope()
    {
        await _api.SendAsync((_api.Good() with { Proofs = [] }).With(Header, Mixed));
        Assert.Contains(_api.Logs.Lines, line => line.Event == 9000 && line.Scopes.Split(';').Contains("InteractionId=" + Mixed));
    }
}
