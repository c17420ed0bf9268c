using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class DPoPNegativeTests : IConformanceModule
{
    private const string Checking = "RFC9449-4.3";

    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "dpop-negative-tests", "The resource refuses every proof that has one thing wrong, and takes those that are merely unusual.") with
    {
        AppliesTo = Fapi2Variants.WithDPoP,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var client = context.First;
        var tokens = await client.ObtainTokensAsync();

        foreach (var (what, alter) in WrongProofs(client, tokens))
        {
            await client.ExpectResourceRefusedAsync(tokens, Checking, what, alter);
        }
        await TryOtherTimesAsync(context, tokens);
        foreach (var (what, alter, otherwise) in UnusualProofs())
        {
            await ExpectAcceptedAsync(context, tokens, what, alter, otherwise);
        }
        await TrySameProofTwiceAsync(context, tokens);
        await ExpectAcceptedAsync(context, tokens, "A correct proof, after all those", _ => { });
    }

    private static IEnumerable<(string What, Action<Call> Alter)> WrongProofs(ClientFlow client, TokenAnswer tokens)
    {
        yield return ("A request with two DPoP headers", call => call.ProofTexts = [call.Proof!.Sign(), Another(client, call, tokens).Sign()]);
        yield return ("A proof that is no JWT", call => call.ProofTexts = ["this.is.no-jwt"]);
        foreach (var member in new[] { "typ", "alg", "jwk" })
        {
            yield return ($"A proof without {member} in its header", call => call.Proof!.Header.Remove(member));
        }
        foreach (var claim in new[] { "jti", "htm", "htu", "iat", "ath" })
        {
            yield return ($"A proof without {claim}", call => call.Proof!.Claims.Remove(claim));
        }
        yield return ("A proof of another type", call => call.Proof!.Header["typ"] = "JWT");
        if (client.DPoPKey!.IsRsa)
        {
            yield return ("A proof signed with RS256", call => call.Proof!.Header["alg"] = "RS256");
        }
        yield return ("A proof without signature", call => call.Proof!.Header["alg"] = "none");
        yield return ("A proof with a damaged signature", call => call.Proof!.Afterwards = JwtDraft.DamageSignature);
        yield return ("A proof with the private key in its header", call => call.Proof!.Header["jwk"] = client.DPoPKey.PrivateJwk());
        yield return ("A proof for another method", call => call.Proof!.Claims["htm"] = "PUT");
        yield return ("A proof for another address", call => call.Proof!.Claims["htu"] = "https://other.example.test/accounts");
        yield return ("A proof for another access token", call => call.Proof!.Claims["ath"] = Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes("another"))));
        yield return ("A proof by another key", call => UseKey(call, client.NewDPoPKey()));
        yield return ("A token without a proof", call => call.Proof = null);
        yield return ("A bound token presented as Bearer without a proof", call => (call.Proof, call.AccessTokenScheme) = (null, "Bearer"));
    }

    private static IEnumerable<(string What, Action<Call> Alter, Severity Otherwise)> UnusualProofs()
    {
        yield return ("A proof whose htu has a query and a fragment", call => call.Proof!.Claims["htu"] = $"{call.Proof.Claims["htu"]}?dummy=1#part", Severity.Failure);
        yield return ("A proof for an address with a query, whose htu has none", call => call.Address = new UriBuilder(call.Address) { Query = "dummy=1" }.Uri, Severity.Failure);
        yield return ("A proof with unknown header members", call => call.Proof!.Header["unknown"] = "member", Severity.Failure);
        yield return ("A proof with unknown claims", call => call.Proof!.Claims["unknown"] = new JsonObject { ["member"] = 1 }, Severity.Failure);
        yield return ("A proof in a header whose name is in capitals", call => call.ProofHeader = "DPOP", Severity.Warning);
        yield return ("A proof whose htu has its scheme and host in capitals", call => call.Proof!.Claims["htu"] = Capitals(call.Address), Severity.Warning);
        yield return ("A proof whose htu has the port written out", call => call.Proof!.Claims["htu"] = WithPort(call.Address), Severity.Warning);
    }

    // With a nonce of the server the clock of the client no longer matters, so then such a proof should work.
    private static async Task TryOtherTimesAsync(ModuleContext context, TokenAnswer tokens)
    {
        foreach (var (what, offset) in new[] { ("an hour old", TimeSpan.FromHours(-1)), ("an hour ahead", TimeSpan.FromHours(1)) })
        {
            var answer = await context.First.TryResourceAsync(
                tokens, call => call.Proof!.Claims["iat"] = (context.Now + offset).ToUnixTimeSeconds());
            if (answer.UsedNonce)
            {
                context.Checks.Expect(
                    answer.IsSuccess, Checking, $"A proof {what} is taken, as it has the server's nonce", answer.Response.Describe(), Severity.Warning);
            }
            else
            {
                context.Checks.Expect(answer.Response.Status is 400 or 401, Checking, $"A proof {what} is refused with 400 or 401", answer.Response.Describe());
            }
        }
    }

    private static async Task TrySameProofTwiceAsync(ModuleContext context, TokenAnswer tokens)
    {
        string? proof = null;
        await ExpectAcceptedAsync(context, tokens, "A proof used for the first time", call => proof = (call.ProofTexts = [call.Proof!.Sign()])[0]);
        await context.First.ExpectResourceRefusedAsync(
            tokens, "RFC9449-11.1", "A proof used for the second time", call => call.ProofTexts = [proof!], Severity.Warning);
    }

    private static async Task ExpectAcceptedAsync(
        ModuleContext context, TokenAnswer tokens, string what, Action<Call> alter, Severity otherwise = Severity.Failure)
    {
        var answer = await context.First.TryResourceAsync(tokens, alter);
        context.Checks.Expect(answer.IsSuccess, Checking, $"{what} is taken", answer.Response.Describe(), otherwise);
    }

    private static JwtDraft Another(ClientFlow client, Call call, TokenAnswer tokens) =>
        client.NewProof(client.DPoPKey!, call.Method, call.Address, tokens.AccessToken, JsonText.Of(call.Proof!.Claims["nonce"]));

    private static void UseKey(Call call, SigningKey key)
    {
        (call.Proof!.Header["jwk"], call.Proof.Header["alg"]) = (key.PublicJwk(), key.Algorithm);
        call.Proof.Key = key;
    }

    private static string Capitals(Uri address) => $"HTTPS://{address.Authority.ToUpperInvariant()}{address.AbsolutePath}";

    private static string WithPort(Uri address) => $"https://{address.Host}:{address.Port}{address.AbsolutePath}";
}
