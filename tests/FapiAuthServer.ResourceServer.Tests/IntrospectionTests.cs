using System.Net;
using System.Text.Json.Nodes;
using FapiAuthServer.Jose;

namespace FapiAuthServer.ResourceServer.Tests;

public sealed class IntrospectionTests : IAsyncLifetime
{
    private BankApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await BankApi.StartAsync(options => options.Introspection = new FapiIntrospectionOptions
        {
            ClientId = "api-1",
            PrivateJwks = "{\"keys\":[" + TestKeys.Api.PrivateJwk() + "]}",
        });
        _api.Issuer.Introspection = _ => FakeIssuer.Json(Active());
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Active_token_is_accepted_and_asked_about_each_time()
    {
        var token = _api.KeyToken();
        (await _api.SendAsync(_api.Good(token))).IsData();
        (await _api.SendAsync(_api.Good(token))).IsData();
        Assert.Equal(2, _api.Issuer.Count("/introspect"));
        Assert.Equal(token, _api.Issuer.LastIntrospection!["token"]);
    }

    [Fact]
    public async Task The_api_authenticates_with_an_assertion_for_the_issuer()
    {
        (await _api.SendAsync(_api.Good())).IsData();
        var form = _api.Issuer.LastIntrospection!;
        var policy = new ClientAssertionPolicy
        {
            ClientId = "api-1",
            Audiences = [FakeIssuer.Address],
            AudienceMustBeString = true,
            Algorithms = FapiAlgorithms.Supported,
        };
        var keys = VerificationKeySet.Parse("{\"keys\":[" + TestKeys.Api.PublicJwk() + "]}").Value!;
        Assert.Equal(ClientAssertion.AssertionType, form["client_assertion_type"]);
        Assert.True(ClientAssertion.Verify(CompactJws.Parse(form["client_assertion"]).Value!, keys, policy, _api.Now).IsValid);
    }

    [Fact]
    public async Task Revoked_token_stops_working_at_once()
    {
        var token = _api.KeyToken();
        (await _api.SendAsync(_api.Good(token))).IsData();
        _api.Issuer.Introspection = _ => FakeIssuer.Json(new JsonObject { ["active"] = false });
        (await _api.SendAsync(_api.Good(token))).IsInvalidToken();
    }

    [Theory]
    [InlineData("cnf", null)]
    [InlineData("cnf", "{}")]
    [InlineData("cnf", "{\"jkt\":\"another\"}")]
    [InlineData("cnf", "{\"x5t#S256\":\"another\"}")]
    [InlineData("aud", "\"https://other.example\"")]
    [InlineData("aud", "[\"https://other.example\"]")]
    [InlineData("aud", "1")]
    [InlineData("iss", "\"https://other.example\"")]
    [InlineData("sub", "\"another\"")]
    [InlineData("client_id", "\"another\"")]
    public async Task Answer_about_another_token_is_refused(string member, string? value)
    {
        var active = Active();
        active.Remove(member);
        if (value is not null)
            active[member] = JsonNode.Parse(value);
        _api.Issuer.Introspection = _ => FakeIssuer.Json(active);
        (await _api.SendAsync(_api.Good())).IsInvalidToken();
        Assert.True(_api.Logs.Has(9004));
    }

    [Fact]
    public async Task Failing_introspection_is_not_a_yes()
    {
        Func<HttpResponseMessage>[] failures =
        [
            () => new HttpResponseMessage(HttpStatusCode.InternalServerError),
            () => new HttpResponseMessage(HttpStatusCode.Unauthorized),
            () => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("https://evil.example/") } },
            () => FakeIssuer.Text("not json"),
            () => FakeIssuer.Text("{}"),
            () => FakeIssuer.Text("[true]"),
            () => FakeIssuer.Text("{\"active\":\"true\"}"),
            () => FakeIssuer.Text("{\"active\":true,\"active\":true}"),
            () => FakeIssuer.Text("{\"active\":true,\"x\":\"" + new string('a', 200_000) + "\"}"),
            () => throw new HttpRequestException("connection refused"),
            () => throw new TaskCanceledException("too slow"),
        ];
        foreach (var failure in failures)
        {
            _api.Issuer.Introspection = _ => failure();
            var answer = await _api.SendAsync(_api.Good());
            answer.IsRefusal(503, "temporarily_unavailable");
            Assert.Empty(answer.Challenges);
            Assert.Equal("5", Assert.Single(answer.Header("Retry-After")));
        }
    }

    [Fact]
    public async Task Answer_that_followed_a_redirect_is_not_a_yes()
    {
        _api.Issuer.Introspection = _ =>
        {
            var response = FakeIssuer.Json(Active());
            response.RequestMessage = new HttpRequestMessage(HttpMethod.Get, "https://evil.example/");
            return response;
        };
        (await _api.SendAsync(_api.Good())).IsRefusal(503, "temporarily_unavailable");
    }

    [Fact]
    public async Task Missing_endpoint_is_not_a_yes()
    {
        _api.Issuer.Metadata.Remove("introspection_endpoint");
        (await _api.SendAsync(_api.Good())).IsRefusal(503, "temporarily_unavailable");
    }

    [Fact]
    public async Task Token_that_fails_by_itself_is_not_asked_about()
    {
        (await _api.SendAsync(_api.Good() with { Proofs = [] })).IsInvalidProof();
        (await _api.SendAsync(_api.Good(_api.KeyToken(signer: TestKeys.OtherClient)))).IsInvalidToken();
        Assert.Equal(0, _api.Issuer.Count("/introspect"));
    }

    [Fact]
    public async Task Certificate_bound_token_is_asked_about_as_well()
    {
        var active = Active();
        active["cnf"] = new JsonObject { ["x5t#S256"] = Digests.CertificateThumbprint(TestKeys.Certificate) };
        _api.Issuer.Introspection = _ => FakeIssuer.Json(active);
        (await _api.SendAsync(_api.GoodWithCertificate())).IsData();
        (await _api.SendAsync(_api.Good())).IsInvalidToken();
    }

    private static JsonObject Active() => new()
    {
        ["active"] = true,
        ["iss"] = FakeIssuer.Address,
        ["sub"] = "customer-1",
        ["client_id"] = "client-1",
        ["aud"] = new JsonArray(BankApi.Audience),
        ["cnf"] = new JsonObject { ["jkt"] = TestKeys.Client.Thumbprint },
    };
}
