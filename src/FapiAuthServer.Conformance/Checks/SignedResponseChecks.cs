using System.Globalization;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Every signed authorization response (JARM), good or bad.</summary>
internal static class SignedResponseChecks
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromMinutes(10);

    public static async Task CheckAsync(ModuleContext context, ClientConfiguration client, CompactJwt response)
    {
        var (checks, demands) = (context.Checks, context.Traits.Demands);
        checks.Expect(
            demands.SigningAlgorithms.Contains(response.Algorithm), demands.Signing,
            $"The response is signed with {string.Join(" or ", demands.SigningAlgorithms)}", response.Algorithm ?? "(absent)");
        checks.Expect(
            context.Server.Values("authorization_signing_alg_values_supported").Contains(response.Algorithm), "JARM-4",
            "The algorithm of the response is in `authorization_signing_alg_values_supported`", response.Algorithm ?? "(absent)");
        checks.Expect(response.KeyId is not null, "JARM-2.2", "The header of the response names the key in `kid`", JsonText.Show(response.Header));
        var why = (await context.KeysAsync()).WhyNotSignedBy(response);
        checks.Expect(why is null, "JARM-2.4", "The signature of the response is of the published key", why);

        checks.Expect(response["iss"] == context.Server.Issuer, "JARM-2.4", "`iss` of the response is the issuer of the metadata", JsonText.Show(response.Claims["iss"]));
        checks.Expect(
            response["aud"] is { } one ? one == client.ClientId : JsonText.List(response.Claims["aud"]).Contains(client.ClientId), "JARM-2.4",
            "`aud` of the response is the client", JsonText.Show(response.Claims["aud"]));
        CheckTimes(context, response);
    }

    private static void CheckTimes(ModuleContext context, CompactJwt response)
    {
        var (checks, now) = (context.Checks, context.Now);
        checks.Expect(response.Time("exp") is { } expires && expires > now - Skew, "JARM-2.4", "`exp` of the response is there, and not over", Show(response, "exp"));
        checks.Expect(
            response.Time("exp") is { } end && end >= now + ShortestLifetime && end <= now + LongestLifetime + Skew, "JARM-2.1",
            "The response is good for ten seconds at least and for ten minutes at most", Show(response, "exp"), Severity.Warning);
        if (response.Claims.ContainsKey("iat"))
        {
            checks.Expect(
                response.Time("iat") is { } issued && issued > now.AddDays(-1) && issued < now + Skew, "JARM-2.1", "`iat` of the response is of today",
                Show(response, "iat"));
        }
    }

    private static string Show(CompactJwt token, string claim) => token.Time(claim)?.ToString("u", CultureInfo.InvariantCulture) ?? JsonText.Show(token.Claims[claim]);
}
