using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureOtherScopeOrderSucceeds : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-other-scope-order-succeeds", "Scopes are a set: openid need not come first.") with
    {
        AppliesTo = Fapi2Variants.WithOpenId,
    };

    public Task RunAsync(ModuleContext context) => context.First.CompleteAsync(
        request => request["scope"] = string.Join(' ', request["scope"]!.Split(' ').AsEnumerable().Reverse()));
}
