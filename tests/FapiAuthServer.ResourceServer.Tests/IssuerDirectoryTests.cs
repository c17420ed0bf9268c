using System.Net;

namespace FapiAuthServer.ResourceServer.Tests;

public sealed class IssuerDirectoryTests : IAsyncLifetime
{
    private BankApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await BankApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Keys_are_fetched_once_for_many_requests()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await _api.SendAsync(_api.Good())).IsData()));
        Assert.Equal(1, _api.Issuer.Count("/jwks"));
    }

    [Fact]
    public async Task New_key_is_found_by_one_more_fetch()
    {
        (await _api.SendAsync(_api.Good())).IsData();
        _api.Time.Advance(TimeSpan.FromSeconds(31));
        _api.Issuer.Keys.Add(TestKeys.NextIssuer);
        (await _api.SendAsync(_api.Good(_api.KeyToken(signer: TestKeys.NextIssuer)))).IsData();
        Assert.Equal(2, _api.Issuer.Count("/jwks"));
    }

    [Fact]
    public async Task Unknown_keys_cannot_cause_a_fetch_each()
    {
        (await _api.SendAsync(_api.Good())).IsData();
        _api.Time.Advance(TimeSpan.FromSeconds(31));
        for (var i = 0; i < 10; i++)
            (await _api.SendAsync(_api.Good(_api.KeyToken(signer: TestKeys.OtherClient)))).IsInvalidToken();
        Assert.Equal(2, _api.Issuer.Count("/jwks"));
    }

    [Fact]
    public async Task Withdrawn_key_stops_working_after_the_refresh_interval()
    {
        (await _api.SendAsync(_api.Good())).IsData();
        _api.Issuer.Keys.Clear();
        _api.Issuer.Keys.Add(TestKeys.NextIssuer);
        _api.Time.Advance(TimeSpan.FromMinutes(15));
        (await _api.SendAsync(_api.Good())).IsInvalidToken();
    }

    [Fact]
    public async Task Known_keys_outlive_an_outage_of_the_issuer_but_not_forever()
    {
        (await _api.SendAsync(_api.Good())).IsData();
        _api.Issuer.Override = _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        _api.Time.Advance(TimeSpan.FromHours(23));
        (await _api.SendAsync(_api.Good())).IsData();
        Assert.True(_api.Logs.Has(9002));
        _api.Time.Advance(TimeSpan.FromHours(1));
        (await _api.SendAsync(_api.Good())).IsRefusal(503, "temporarily_unavailable");
        _api.Issuer.Override = _ => null;
        _api.Time.Advance(TimeSpan.FromSeconds(3));
        (await _api.SendAsync(_api.Good())).IsData();
    }

    [Fact]
    public async Task While_the_issuer_is_down_requests_fail_fast()
    {
        _api.Issuer.Override = _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        for (var i = 0; i < 10; i++)
            (await _api.SendAsync(_api.Good())).IsRefusal(503, "temporarily_unavailable");
        Assert.Single(_api.Issuer.Requests);
    }

    [Theory]
    [InlineData("issuer", "https://other.example")]
    [InlineData("issuer", "https://as.example/fapi2/")]
    [InlineData("issuer", null)]
    [InlineData("jwks_uri", "http://as.example/fapi2/jwks")]
    [InlineData("jwks_uri", "file:///etc/passwd")]
    [InlineData("jwks_uri", "/jwks")]
    [InlineData("jwks_uri", null)]
    public async Task Wrong_metadata_is_not_used(string member, string? value)
    {
        _api.Issuer.Metadata[member] = value;
        (await _api.SendAsync(_api.Good())).IsRefusal(503, "temporarily_unavailable");
        Assert.Single(_api.Issuer.Requests);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")]
    public async Task Wrong_keys_are_not_used(string keys)
    {
        _api.Issuer.Override = address => address.EndsWith("/jwks", StringComparison.Ordinal) ? FakeIssuer.Text(keys) : null;
        (await _api.SendAsync(_api.Good())).IsRefusal(503, "temporarily_unavailable");
    }

    [Fact]
    public async Task Huge_documents_are_not_read()
    {
        _api.Issuer.Override = _ => FakeIssuer.Text("{\"a\":\"" + new string('a', 200_000) + "\"}");
        (await _api.SendAsync(_api.Good())).IsRefusal(503, "temporarily_unavailable");
    }

    [Fact]
    public async Task Metadata_address_can_be_set()
    {
        await using var api = await BankApi.StartAsync(options => options.MetadataAddress = "https://as.example/meta");
        api.Issuer.Override = address => address == "https://as.example/meta" ? FakeIssuer.Json(api.Issuer.Metadata) : null;
        (await api.SendAsync(api.Good())).IsData();
    }
}
