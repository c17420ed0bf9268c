using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>DPoP nonces (RFC 9449 sections 8 and 9): optional, but right where they are used.</summary>
internal static class NonceChecks
{
    public static void Check(CheckLog checks, WireResponse response, bool isResource)
    {
        var nonces = response.HeaderValues("DPoP-Nonce").ToList();
        if (nonces.Count > 0)
        {
            checks.Expect(
                nonces.Count == 1 && nonces[0].Length > 0 && nonces[0].All(IsAllowed), "RFC9449-8.1",
                "There is one DPoP-Nonce header, of the characters a nonce may have", string.Join(", ", nonces));
        }
        if (response.Error != "use_dpop_nonce")
        {
            return;
        }
        checks.Expect(nonces.Count == 1, "RFC9449-8", "A demand for a nonce brings one");
        checks.Expect(
            response.Status == (isResource ? 401 : 400), isResource ? "RFC9449-9" : "RFC9449-8",
            $"A demand for a nonce has status {(isResource ? 401 : 400)}", response.Describe());
    }

    private static bool IsAllowed(char character) => character is '!' or >= '#' and <= '[' or >= ']' and <= '~';
}
