using System.Collections.Concurrent;
using System.Text;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;

namespace FapiAuthServer.Security.Tests.Secrets;

/// <summary>Everything that must not be found where it does not belong, by what it is.</summary>
public sealed class SecretLedger
{
    private readonly ConcurrentDictionary<string, string> secrets = new();

    public int Count => secrets.Count;

    public void Add(string what, string? secret)
    {
        if (secret is not { Length: >= 6 })
        {
            return;
        }
        secrets.TryAdd(secret, what);
        if (secret.Split('.') is [_, var payload, var signature])
        {
            secrets.TryAdd(payload, what + " (claims)");
            if (signature.Length > 0)
            {
                secrets.TryAdd(signature, what + " (signature)");
            }
        }
    }

    /// <summary>Signs what the request carries now, so that its very text is known.</summary>
    public void Record(ProtocolRequest request)
    {
        if (request.Assertion is not null)
        {
            request.SendAssertion(request.Assertion.Sign());
        }
        Add("assertion", request.Form["client_assertion"]);
        if (request.Proof is not null)
        {
            var proof = request.Proof.Sign();
            request.SendProof(proof);
            Add("proof", proof);
        }
        Add("code_verifier", request.Form["code_verifier"]);
    }

    public void Add(SandboxCustomer customer)
    {
        Add("password", customer.Password);
        Add("TOTP secret", customer.TotpSecret);
        foreach (var account in customer.Accounts)
        {
            Add("account number", account.Iban);
        }
    }

    public void Add(TokenResponse tokens)
    {
        Add("access token", tokens.Text("access_token"));
        Add("refresh token", tokens.RefreshToken);
        Add("ID token", tokens.IdToken);
    }

    /// <summary>What of all this a text holds.</summary>
    public IReadOnlyList<string> FindIn(string text, params string[] except) =>
        [.. secrets.Where(secret => !except.Contains(secret.Value) && text.Contains(secret.Key, StringComparison.Ordinal)).Select(secret => $"{secret.Value}: {secret.Key}")];

    /// <summary>The same, in octets of a file.</summary>
    public IReadOnlyList<string> FindIn(byte[] octets, params string[] except) => FindIn(Encoding.Latin1.GetString(octets), except);
}
