using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>The keys the server publishes.</summary>
internal static class KeySetChecks
{
    private static readonly string[] ContentTypes = ["application/json", "application/jwk-set+json"];

    public static async Task<JsonWebKeySet> FetchAsync(ModuleContext context)
    {
        var checks = context.Checks;
        var response = await context.Wire.SendAsync(
            "Published keys", new WireRequest(HttpMethod.Get, context.Server.Endpoint("jwks_uri")), cancellation: context.Cancellation);
        checks.Require(
            response is { Status: 200, Json: not null } && response.Json["keys"] is JsonArray { Count: > 0 } array && array.All(key => key is JsonObject),
            "OIDCD-3", "jwks_uri answers 200 with a set of keys", response.Describe());
        checks.Expect(
            ContentTypes.Contains(response.MediaType), "RFC7517-8.5", "The key set is of content type application/json or application/jwk-set+json",
            response.MediaType ?? "(none)", Severity.Warning);
        var keys = JsonWebKeySet.Read(response.Json!);
        Check(checks, context.Traits.Demands, keys);
        return keys;
    }

    private static void Check(CheckLog checks, Demands demands, JsonWebKeySet set)
    {
        var ids = set.Keys.Select(key => JsonText.Of(key["kid"])).ToList();
        checks.Expect(ids.All(id => id is not null), "OIDCC-10.1", "Every key has a `kid`");
        checks.Expect(
            ids.Distinct().Count() == ids.Count, demands.KeyIds, "No two keys have the same `kid`", string.Join(", ", ids), demands.EqualKeyIds);
        checks.Expect(
            !set.Keys.Any(key => JsonWebKey.SecretMembers.Any(key.ContainsKey)), "RFC7517-9.2", "No key has private or symmetric members");
        var unreadable = set.Keys.Where(key => !JsonWebKey.IsReadable(key)).ToList();
        checks.Expect(
            unreadable.Count == 0, "RFC7518-6", "RSA and EC keys have the members of their type, in base64url",
            string.Join(", ", unreadable.Select(key => JsonText.Of(key["kid"]))));
        CheckStrength(checks, set, "RSA", 2048, demands.RsaKeys);
        CheckStrength(checks, set, "EC", demands.FewestEcBits, demands.EcKeys);
    }

    private static void CheckStrength(CheckLog checks, JsonWebKeySet set, string type, int fewestBits, string requirement)
    {
        var weak = set.Keys.Where(key => JsonText.Of(key["kty"]) == type && JsonWebKey.Bits(key) is { } bits && bits < fewestBits).ToList();
        checks.Expect(
            weak.Count == 0, requirement, $"{type} keys have at least {fewestBits} bits", string.Join(", ", weak.Select(key => JsonText.Of(key["kid"]))));
    }
}
