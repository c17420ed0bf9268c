namespace FapiAuthServer.Tests.Conformance.Rules;

/// <summary>The suite's measure of a secret: 128 bits long, and its characters various enough.</summary>
internal static class Entropy
{
    public static void Check(string secret)
    {
        var shannon = secret.GroupBy(character => character)
            .Select(group => (double)group.Count() / secret.Length)
            .Sum(share => -share * Math.Log2(share));
        Assert.True(secret.Length * 8 >= 128, $"{secret.Length} characters are too few.");
        Assert.True(shannon * secret.Length > 96, $"{shannon * secret.Length:0} bits of Shannon entropy are too few.");
    }
}
