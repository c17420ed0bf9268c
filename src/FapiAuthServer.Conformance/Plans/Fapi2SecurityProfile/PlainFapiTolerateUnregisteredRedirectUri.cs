using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class PlainFapiTolerateUnregisteredRedirectUri : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "plain-fapi-tolerate-unregistered-redirect-uri", "A redirect URI that is not registered is used, as the client that pushed it is known, or refused.") with
    {
        AppliesTo = Fapi2Variants.WithPlainFapi,
    };

    public async Task RunAsync(ModuleContext context)
    {
        var authorization = await context.First.AuthorizeUnlessRefusedAsync(
            new RequestRefusal("RFC9126-2.4", "with a redirect URI that is not registered")
            {
                AtPush = ["invalid_request", "invalid_request_object"],
                OrPage = true,
            },
            request => request["redirect_uri"] = Unregistered(context.First.Client.RedirectUri));
        if (authorization is not null)
        {
            await context.First.CompleteAsync(authorization);
        }
    }

    private static string Unregistered(Uri registered) => new UriBuilder(registered) { Path = $"{registered.AbsolutePath}/{RandomText.Of(10)}" }.Uri.OriginalString;
}
