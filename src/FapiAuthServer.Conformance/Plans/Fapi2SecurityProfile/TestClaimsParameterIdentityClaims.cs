using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class TestClaimsParameterIdentityClaims : IConformanceModule
{
    private const string ClaimsParameter = "OIDCC-5.5";

    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "test-claims-parameter-identity-claims", "Claims that are asked for by name come where they were asked for, and a place that nobody knows is ignored.") with
    {
        AppliesTo = Fapi2Variants.WithOpenId,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var checks = context.Checks;
        var wanted = context.Server.Values("claims_supported").Intersect(StandardClaims.Names).ToList();
        if (context.Server.Flag("claims_parameter_supported") != true || wanted.Count == 0)
        {
            checks.Skip(ClaimsParameter, "The server does not offer the claims parameter, or no standard claim to ask for.");
        }
        var claims = new JsonObject { ["id_token"] = Ask(wanted), ["userinfo"] = Ask(wanted), ["unknown_location"] = Ask(wanted) };
        var tokens = await context.First.CompleteAsync(request => request["claims"] = claims.ToJsonString());
        ExpectAll(checks, wanted, tokens.IdToken!.Claims, "id_token");

        var userinfo = (await context.First.TryUserinfoAsync(tokens)).Response;
        checks.Require(
            userinfo is { Status: 200, MediaType: "application/json", Json: not null }, "OIDCC-5.3.2", "The userinfo endpoint answers 200 with JSON",
            userinfo.Describe());
        checks.Expect(
            userinfo.Text("sub") == tokens.IdToken["sub"], "OIDCC-5.3.2", "`sub` is the one of the id_token", JsonText.Show(userinfo.Json!["sub"]));
        StandardClaims.CheckTypes(checks, userinfo.Json, context.Now);
        ExpectAll(checks, wanted, userinfo.Json, "userinfo");
    }

    private static JsonObject Ask(IEnumerable<string> claims) => new(claims.Select(claim => KeyValuePair.Create<string, JsonNode?>(claim, null)));

    private static void ExpectAll(CheckLog checks, IReadOnlyList<string> wanted, JsonObject claims, string place)
    {
        var missing = wanted.Where(claim => !claims.ContainsKey(claim)).ToList();
        checks.Expect(missing.Count == 0, ClaimsParameter, $"The {place} has every claim that was asked for", string.Join(", ", missing), Severity.Warning);
    }
}
