using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class EnsureRequestWithAcrValuesSucceeds : IConformanceModule
{
    private const string Otherwise = "1 2";

    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "ensure-request-with-acr-values-succeeds", "A wish for ways of signing in is granted, and the id_token should say which it was.");

    public async Task RunAsync(ModuleContext context)
    {
        var known = context.Server.Values("acr_values_supported");
        var tokens = await context.First.ObtainTokensAsync(request => request["acr_values"] = known.Count > 0 ? string.Join(' ', known) : Otherwise);
        context.Checks.Expect(
            tokens.IdToken!.Claims.ContainsKey("acr"), "OIDCC-3.1.2.1", "`acr` says how the customer signed in", otherwise: Severity.Warning);
    }
}
