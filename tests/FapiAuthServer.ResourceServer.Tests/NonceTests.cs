using System.Security.Cryptography;

namespace FapiAuthServer.ResourceServer.Tests;

public sealed class NonceTests : IAsyncLifetime
{
    private BankApi _api = null!;

    public async ValueTask InitializeAsync()
        => _api = await BankApi.StartAsync(options =>
        {
            options.IsDPoPNonceRequired = true;
            options.DPoPNonceSecret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        });

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Proof_without_a_nonce_is_answered_with_one_and_the_retry_succeeds()
    {
        var token = _api.KeyToken();
        var first = await _api.SendAsync(_api.Good(token));
        first.IsRefusal(401, "use_dpop_nonce", "DPoP");
        var nonce = Assert.Single(first.Header("DPoP-Nonce"));
        Assert.Matches("^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$", nonce);

        var second = await _api.SendAsync(_api.Good(token, nonce: nonce));
        second.IsData();
        Assert.Single(second.Header("DPoP-Nonce"));
    }

    [Fact]
    public async Task Old_nonce_is_answered_with_a_new_one()
    {
        var token = _api.KeyToken();
        var nonce = Assert.Single((await _api.SendAsync(_api.Good(token))).Header("DPoP-Nonce"));
        _api.Time.Advance(TimeSpan.FromMinutes(2));
        var answer = await _api.SendAsync(_api.Good(token, nonce: nonce));
        answer.IsRefusal(401, "use_dpop_nonce", "DPoP");
        Assert.NotEqual(nonce, Assert.Single(answer.Header("DPoP-Nonce")));
    }

    [Fact]
    public async Task Proof_with_a_nonce_is_used_up_as_well()
    {
        var token = _api.KeyToken();
        var nonce = Assert.Single((await _api.SendAsync(_api.Good(token))).Header("DPoP-Nonce"));
        var call = _api.Good(token, nonce: nonce);
        (await _api.SendAsync(call)).IsData();
        (await _api.SendAsync(call)).IsInvalidProof();
        _api.Time.Advance(TimeSpan.FromSeconds(59));
        (await _api.SendAsync(call)).IsInvalidProof();
    }

    [Fact]
    public async Task Without_the_option_no_nonce_is_sent()
    {
        await using var api = await BankApi.StartAsync();
        Assert.Empty((await api.SendAsync(new Call())).Header("DPoP-Nonce"));
    }
}
