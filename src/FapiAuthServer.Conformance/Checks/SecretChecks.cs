using System.Globalization;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Whether a secret can be guessed: its length, and how various its characters are.</summary>
internal static class SecretChecks
{
    private const int FewestBits = 128;
    private const int LeastEntropy = 96;

    public static void Check(ModuleContext context, string secret, string name)
    {
        var (checks, requirement) = (context.Checks, context.Traits.Demands.Secrets);
        checks.Expect(
            secret.Length * 8 >= FewestBits, requirement, $"The {name} is at least {FewestBits} bits long", SecretMask.Mask(secret));
        var entropy = Entropy(secret);
        checks.Expect(
            entropy > LeastEntropy, requirement, $"The {name} has more than {LeastEntropy} bits of entropy by its characters",
            string.Create(CultureInfo.InvariantCulture, $"{entropy:0} bits"));
    }

    /// <summary>Shannon's measure over the characters, times their number.</summary>
    public static double Entropy(string secret) => secret.CountBy(character => character)
        .Select(count => (double)count.Value / secret.Length)
        .Sum(share => -share * Math.Log2(share)) * secret.Length;
}
