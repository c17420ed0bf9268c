using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class ClaimsEssential : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "claims-essential", "A name that is asked for as essential should come from the userinfo endpoint, and only from there.");

    public async Task RunAsync(ModuleContext context)
    {
        var tokens = await context.First.ObtainTokensAsync(request => request["claims"] = """{"userinfo":{"name":{"essential":true}}}""");
        var claims = await context.First.CallUserinfoAsync(tokens);
        context.Checks.Expect(claims.ContainsKey("name"), "OIDCC-5.5.1", "Userinfo has the name that was asked for", otherwise: Severity.Warning);
    }
}
