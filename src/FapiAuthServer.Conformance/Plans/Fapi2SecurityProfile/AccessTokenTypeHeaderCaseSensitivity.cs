using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class AccessTokenTypeHeaderCaseSensitivity : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "access-token-type-header-case-sensitivity", "The resource takes the token whatever the case of the scheme before it.");

    public async Task RunAsync(ModuleContext context)
    {
        var tokens = await context.First.ObtainTokensAsync();
        await context.First.CallResourceAsync(tokens, call => call.AccessTokenScheme = Swap(call.AccessTokenScheme));
    }

    private static string Swap(string text) =>
        string.Concat(text.Select(character => char.IsUpper(character) ? char.ToLowerInvariant(character) : char.ToUpperInvariant(character)));
}
