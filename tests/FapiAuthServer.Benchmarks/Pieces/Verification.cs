using BenchmarkDotNet.Attributes;
using FapiAuthServer.Jose;

namespace FapiAuthServer.Benchmarks.Pieces;

/// <summary>Verifying what a client sends with each request, per algorithm.</summary>
[MemoryDiagnoser]
public class Verification
{
    private const string Issuer = "https://as.example";
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();
    private readonly DPoPKeyCache proofKeys = new();
    private CompactJws assertion = null!;
    private string assertionText = "";
    private string proof = "";
    private VerificationKeySet keys = null!;
    private ClientAssertionPolicy policy = null!;

    [Params("ES256", "PS256")]
    public string Algorithm { get; set; } = "";

    [GlobalSetup]
    public void Sign()
    {
        var key = PrivateKey.Generate(Algorithm);
        keys = VerificationKeySet.Parse($$"""{"keys":[{{key.PublicJwk()}}]}""").Value!;
        policy = new ClientAssertionPolicy { ClientId = "client", Audiences = [Issuer], AudienceMustBeString = true, Algorithms = FapiAlgorithms.Supported };
        assertionText = ClientAssertion.Create(key, "client", Issuer, now);
        assertion = CompactJws.Parse(assertionText).Value!;
        proof = DPoPProof.Create(key, "POST", Issuer + "/token", now);
    }

    [Benchmark]
    public bool ParseAndVerifyAssertion() => ClientAssertion.Verify(CompactJws.Parse(assertionText).Value!, keys, policy, now).IsValid;

    [Benchmark]
    public bool VerifyParsedAssertion() => ClientAssertion.Verify(assertion, keys, policy, now).IsValid;

    [Benchmark]
    public bool VerifyProofWithKnownKey()
        => DPoPProof.Verify(proof, new DPoPProofPolicy { Method = "POST", Uri = Issuer + "/token", KeyCache = proofKeys }, now).IsValid;

    [Benchmark]
    public bool VerifyProofWithNewKey()
        => DPoPProof.Verify(proof, new DPoPProofPolicy { Method = "POST", Uri = Issuer + "/token", KeyCache = new DPoPKeyCache() }, now).IsValid;
}
