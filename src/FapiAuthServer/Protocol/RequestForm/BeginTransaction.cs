using FapiAuthServer.Issuers;
using FapiAuthServer.Transaction;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.RequestForm;

/// <summary>Starts what our handlers share about this request.</summary>
internal sealed class BeginTransaction : IOpenIddictServerHandler<ProcessRequestContext>
{
    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        var features = context.Http.Features;
        var issuer = features.Get<Issuer>() ?? throw new InvalidOperationException("The request was not resolved to an issuer.");
        var certificate = features.Get<PresentedCertificate>();

        context.Transaction.SetFapi(new FapiTransaction(issuer)
        {
            Certificate = certificate?.Certificate,
            CertificateThumbprint = certificate?.Thumbprint,
        });
        return ValueTask.CompletedTask;
    }
}
