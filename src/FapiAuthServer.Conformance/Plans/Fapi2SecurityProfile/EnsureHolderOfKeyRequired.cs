using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Tls;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.Fapi2SecurityProfile;

internal sealed class EnsureHolderOfKeyRequired : IConformanceModule
{
    public static ModuleDescription Description { get; } = Fapi2Module.Describe(
        "ensure-holder-of-key-required", "The endpoints take good TLS alone, and no token is given to a client that does not show its key.");

    public async Task RunAsync(ModuleContext context)
    {
        await CheckTlsAsync(context);

        var request = await context.First.PrepareTokenRequestAsync();
        if (context.Traits.UsesDPoP)
        {
            var refusal = new TokenRefusal(context.Traits.Demands.SenderConstraint, "A token request without a DPoP proof", "invalid_request", "invalid_grant", "invalid_dpop_proof");
            context.First.ExpectTokenRefused(await request(call => call.Proof = null), refusal);
            return;
        }
        await ExpectCertificateDemandedAsync(context, request);
    }

    private static async Task ExpectCertificateDemandedAsync(ModuleContext context, Func<Action<Call>?, Task<TokenAnswer>> request)
    {
        var binding = context.Traits.Demands.SenderConstraint;
        string[] errors = context.Traits.UsesAssertion ? ["invalid_request", "invalid_grant", "invalid_client"] : ["invalid_client", "invalid_request"];
        try
        {
            var answer = await request(call => call.Certificate = null);
            context.First.ExpectTokenRefused(answer, new TokenRefusal(binding, "A token request without a client certificate", errors));
        }
        catch (WireException exception) when (exception.IsRefusalInTls)
        {
            context.Checks.Expect(true, binding, "A token request without a client certificate is refused", exception.Message);
        }
    }

    private static async Task CheckTlsAsync(ModuleContext context)
    {
        var server = context.Server;
        if (context.Traits.HasCustomer)
        {
            await TlsChecks.CheckAsync(context, server.AuthorizationEndpoint, forBrowsers: true);
        }
        Uri?[] endpoints =
        [
            server.Endpoint("token_endpoint", context.Traits.UsesCertificateForTokens),
            server.TryEndpoint("userinfo_endpoint", context.Traits.UsesCertificateForResource),
            server.TryEndpoint("registration_endpoint"),
        ];
        foreach (var endpoint in endpoints.OfType<Uri>().DistinctBy(endpoint => endpoint.Authority))
        {
            await TlsChecks.CheckAsync(context, endpoint);
        }
    }
}
