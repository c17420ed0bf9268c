namespace FapiAuthServer.Sca.Factors;

/// <summary>What a customer entered or sent for one factor.</summary>
/// <param name="Factor">One factor.</param>
/// <param name="Value">A password, a code, a passkey's assertion as JSON; empty for an approval, which the app sends by itself.</param>
public sealed record Proof(FactorKinds Factor, string Value)
{
    // A record would otherwise print its secret into the first log that mentions it.
    public override string ToString() => $"{nameof(Proof)} {Factor}";
}
