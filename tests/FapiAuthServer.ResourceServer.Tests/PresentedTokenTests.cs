namespace FapiAuthServer.ResourceServer.Tests;

public sealed class PresentedTokenTests : IAsyncLifetime
{
    private BankApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await BankApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Without_credentials_the_schemes_are_offered_without_an_error()
    {
        var answer = await _api.SendAsync(new Call());
        answer.IsRefusal(401, "invalid_token");
        Assert.Equal(["DPoP algs=\"PS256 ES256\"", "Bearer"], answer.Challenges);
    }

    [Theory]
    [InlineData(SenderConstraints.DPoP, "DPoP algs=\"ES256\"")]
    [InlineData(SenderConstraints.MutualTls, "Bearer")]
    public async Task Only_accepted_schemes_and_algorithms_are_offered(SenderConstraints accepted, string challenge)
    {
        await using var api = await BankApi.StartAsync(options =>
        {
            options.SenderConstraints = accepted;
            options.DPoPAlgorithms = ["ES256"];
        });
        Assert.Equal([challenge], (await api.SendAsync(new Call())).Challenges);
    }

    [Theory]
    [InlineData("dpOP")]
    [InlineData("dpop")]
    [InlineData("DPOP")]
    public async Task DPoP_scheme_is_compared_without_case(string scheme)
    {
        var token = _api.KeyToken();
        (await _api.SendAsync(_api.Good(token) with { Authorization = [scheme + " " + token] })).IsData();
    }

    [Theory]
    [InlineData("bEARER")]
    [InlineData("bearer")]
    [InlineData("BEARER ")]
    public async Task Bearer_scheme_is_compared_without_case(string scheme)
    {
        var call = _api.GoodWithCertificate() with { Authorization = [scheme + " " + _api.CertificateToken()] };
        (await _api.SendAsync(call)).IsData();
    }

    [Fact]
    public async Task Access_token_only_in_the_query_string_is_refused()
    {
        var token = _api.KeyToken();
        var answer = await _api.SendAsync(new Call { Target = "/accounts?access_token=" + token, Proofs = [_api.Proof(token)] });
        answer.IsRefusal(400, "invalid_request", "Bearer");
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("ACCESS_TOKEN")]
    [InlineData("access%5Ftoken")]
    public async Task Access_token_also_in_the_query_string_is_refused(string name)
        => (await _api.SendAsync(_api.Good() with { Target = $"/accounts?a=1&{name}=x" })).IsRefusal(400, "invalid_request");

    [Fact]
    public async Task Access_token_in_the_form_is_refused()
    {
        var token = _api.KeyToken();
        var post = _api.Good(token, method: "POST");
        var onlyInForm = post with { Form = "a=1&access_token=" + token, Authorization = [] };
        (await _api.SendAsync(onlyInForm)).IsRefusal(400, "invalid_request");
        (await _api.SendAsync(post with { Form = "access_token=x" })).IsRefusal(400, "invalid_request");
        (await _api.SendAsync(post with { Form = "a=1" })).IsData();
    }

    [Fact]
    public async Task Access_token_in_a_form_of_unknown_or_great_length_authenticates_nothing()
    {
        var form = new string('a', 70_000) + "=1&access_token=" + _api.KeyToken();
        (await _api.SendAsync(new Call { Method = "POST", Form = form })).IsRefusal(401, "invalid_token");
    }

    [Fact]
    public async Task Two_Authorization_headers_are_refused()
    {
        var good = _api.Good();
        var one = good.Authorization[0];
        (await _api.SendAsync(good with { Authorization = [one, one] })).IsRefusal(400, "invalid_request");
        (await _api.SendAsync(good with { Authorization = [$"{one}, {one}"] })).IsRefusal(400, "invalid_request", "DPoP");
    }

    [Theory]
    [InlineData("DPoP")]
    [InlineData("DPoP ")]
    [InlineData("Bearer a b")]
    [InlineData("DPoP token=\"x\"")]
    [InlineData("Bearer \u00e9")]
    public async Task Authorization_without_exactly_one_token_is_refused(string authorization)
        => (await _api.SendAsync(new Call { Authorization = [authorization] })).IsRefusal(400, "invalid_request");

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("DPoPx token")]
    [InlineData("")]
    public async Task Another_scheme_counts_as_no_credentials(string authorization)
    {
        var answer = await _api.SendAsync(new Call { Authorization = [authorization] });
        answer.IsRefusal(401, "invalid_token");
        Assert.DoesNotContain(answer.Challenges, challenge => challenge.Contains("error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_endpoint_sees_a_token_only_if_it_is_valid()
    {
        Assert.Equal("{\"token\":null}", (await _api.SendAsync(new Call { Target = "/open" })).Body);
        Assert.Equal("{\"token\":null}", (await _api.SendAsync(_api.Good() with { Target = "/open" })).Body);
        Assert.Equal("{\"token\":\"client-1\"}", (await _api.SendAsync(_api.Good(target: "/open"))).Body);
    }
}
