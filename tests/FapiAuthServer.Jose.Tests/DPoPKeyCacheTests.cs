namespace FapiAuthServer.Jose.Tests;

public sealed class DPoPKeyCacheTests
{
    [Fact]
    public void Cache_stays_within_its_capacity_and_keeps_what_is_in_use()
    {
        var cache = new DPoPKeyCache(8);
        var policy = new DPoPProofPolicy { Method = "GET", Uri = Tokens.Resource, KeyCache = cache };
        for (var i = 0; i < 40; i++)
        {
            Verify(TestKeys.Ec, policy);
            Verify(PrivateKey.Generate(FapiAlgorithms.ES256), policy);
            Assert.InRange(cache.Count, 1, 9);
            Assert.NotNull(cache.Find(TestKeys.Ec.Thumbprint));
        }
    }

    [Fact]
    public void Key_of_a_proof_that_does_not_verify_is_not_kept()
    {
        var cache = new DPoPKeyCache();
        var header = Tokens.ProofHeader(TestKeys.OtherEc);
        var forged = Tokens.Sign(TestKeys.Ec, header.ToJsonString(), Tokens.ProofClaims().ToJsonString());
        var policy = new DPoPProofPolicy { Method = "GET", Uri = Tokens.Resource, KeyCache = cache };
        Assert.Equal(JoseError.SignatureInvalid, DPoPProof.Verify(forged, policy, Tokens.Now).Error);
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void Cache_is_safe_to_share_between_threads()
    {
        var cache = new DPoPKeyCache(4);
        var keys = Enumerable.Range(0, 12).Select(_ => PrivateKey.Generate(FapiAlgorithms.ES256)).ToArray();
        var policy = new DPoPProofPolicy { Method = "GET", Uri = Tokens.Resource, KeyCache = cache };
        Parallel.For(0, 400, i => Verify(keys[i % keys.Length], policy));
    }

    private static void Verify(PrivateKey key, DPoPProofPolicy policy)
    {
        var result = DPoPProof.Verify(DPoPProof.Create(key, "GET", Tokens.Resource, Tokens.Now), policy, Tokens.Now);
        Assert.True(result.IsValid, result.Description);
        Assert.Equal(key.Thumbprint, result.Value.Thumbprint);
    }
}
