using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

/// <summary>Scopes that stand for standard claims: those come from the userinfo endpoint, and not with the id_token.</summary>
internal static class ScopeModules
{
    private const string Requirement = "OIDCC-5.4";

    public static ConformanceModule Profile { get; } = Of("scope-profile", "profile");

    public static ConformanceModule Email { get; } = Of("scope-email", "email");

    public static ConformanceModule Address { get; } = Of("scope-address", "address");

    public static ConformanceModule Phone { get; } = Of("scope-phone", "phone");

    public static ConformanceModule All { get; } = Of("scope-all", "profile", "email", "address", "phone");

    private static ConformanceModule Of(string name, params IReadOnlyList<string> scopes) => new(
        OpenIdConnectModule.Describe(name, $"The standard claims of {string.Join(", ", scopes)} should come from the userinfo endpoint, and only from there."),
        context => ExpectClaimsAsync(context, scopes));

    private static async Task ExpectClaimsAsync(ModuleContext context, IReadOnlyList<string> scopes)
    {
        var unknown = scopes.Except(context.Server.Values("scopes_supported")).ToList();
        if (unknown.Count > 0)
        {
            context.Checks.Skip(Requirement, $"The server does not list {string.Join(", ", unknown)} in scopes_supported.");
        }
        var tokens = await context.First.ObtainTokensAsync(request => request["scope"] = $"openid {string.Join(' ', scopes)}");
        var claims = await context.First.CallUserinfoAsync(tokens);
        var missing = scopes.SelectMany(scope => StandardClaims.OfScopes[scope]).Where(claim => !claims.ContainsKey(claim)).ToList();
        context.Checks.Expect(
            missing.Count == 0, Requirement, $"Userinfo has every standard claim of {string.Join(", ", scopes)}", string.Join(", ", missing), Severity.Warning);
    }
}
