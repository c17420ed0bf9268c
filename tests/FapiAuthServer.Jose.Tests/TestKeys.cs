namespace FapiAuthServer.Jose.Tests;

/// <summary>Keys made once, since RSA keys are slow to make and no test changes them.</summary>
internal static class TestKeys
{
    public static readonly PrivateKey Rsa = PrivateKey.Generate(FapiAlgorithms.PS256);
    public static readonly PrivateKey Ec = PrivateKey.Generate(FapiAlgorithms.ES256);
    public static readonly PrivateKey OtherEc = PrivateKey.Generate(FapiAlgorithms.ES256);

    public static PrivateKey For(string algorithm) => algorithm == FapiAlgorithms.PS256 ? Rsa : Ec;
}
