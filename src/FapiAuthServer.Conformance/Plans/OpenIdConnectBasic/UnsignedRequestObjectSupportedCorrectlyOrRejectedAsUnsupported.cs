using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

internal sealed class UnsignedRequestObjectSupportedCorrectlyOrRejectedAsUnsupported : IConformanceModule
{
    private const string NotSupported = "request_not_supported";

    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "unsigned-request-object-supported-correctly-or-rejected-as-unsupported",
        "A request in an unsigned JWT is read, or refused as not supported, and never ignored.");

    public async Task RunAsync(ModuleContext context)
    {
        UnsignedRequestObjects.SkipUnlessTaken(context);
        var client = context.First;
        var answer = await UnsignedRequestObjects.AuthorizeAsync(
            client, client.NewRequest(), new RequestRefusal(UnsignedRequestObjects.Requirement, "in an unsigned JWT") { StateIsOptional = true, PlainErrorIsFine = true });
        if (answer is { IsAtClient: true, Code: null, Error: NotSupported })
        {
            context.Checks.Skip(UnsignedRequestObjects.Requirement, $"The server does not take requests in a JWT, and says so: {NotSupported}.");
        }
        await client.RedeemAsync(client.Accept(answer));
    }
}
