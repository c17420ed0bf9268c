using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class ParEnsureReusedRequestUriPriorToAuthCompletionSucceeds : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds", "A link that something opened before the customer did still works for the customer.") with
    {
        AppliesTo = Fapi2Variants.WithCustomer,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var client = context.First;
        var push = await client.PushAsync(client.NewRequest());
        await using (var preview = await context.OpenBrowserAsync(client.Client.RedirectUri))
        {
            var view = await preview.OpenAsync(client.AuthorizationAddress(push), context.Cancellation);
            context.Checks.Require(
                view.Kind is not (PageKind.Error or PageKind.Client), context.Traits.Demands.Reloading, "The first to open the link sees a page to sign in at", view.Describe());
        }

        var answer = await client.TryAuthorizeAsync(push);
        if (answer.Error == "invalid_request_uri")
        {
            context.Checks.Expect(false, context.Traits.Demands.Reloading, "The request_uri is used up when the customer decides, not when a page is opened", answer.Describe(), Severity.Warning);
            return;
        }
        await client.CompleteAsync(answer);
    }
}
