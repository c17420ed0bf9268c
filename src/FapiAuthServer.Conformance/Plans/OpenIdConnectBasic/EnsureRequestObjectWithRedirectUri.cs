using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class EnsureRequestObjectWithRedirectUri : IConformanceModule
{
    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "ensure-request-object-with-redirect-uri", "The redirect_uri in an unsigned JWT counts, and not the one beside it, which is not registered.");

    public async Task RunAsync(ModuleContext context)
    {
        UnsignedRequestObjects.SkipUnlessTaken(context);
        var (client, checks) = (context.First, context.Checks);
        var answer = await UnsignedRequestObjects.AuthorizeAsync(
            client, client.NewRequest(), new RequestRefusal(UnsignedRequestObjects.Requirement, "in an unsigned JWT"),
            query => query["redirect_uri"] = client.Client.RedirectUri.GetLeftPart(UriPartial.Path) + "_invalid");
        if (answer.IsErrorPage)
        {
            checks.Review(UnsignedRequestObjects.Requirement, "The page tells the customer that the request cannot be used", answer.View.Describe());
            return;
        }
        await client.RedeemAsync(client.Accept(answer));
    }
}
