using FapiAuthServer.Protocol.Authorization;
using FapiAuthServer.Protocol.ClientAuthentication;
using FapiAuthServer.Protocol.Discovery;
using FapiAuthServer.Protocol.Logout;
using FapiAuthServer.Protocol.PaymentReports;
using FapiAuthServer.Protocol.SenderConstraint.DPoP;
using FapiAuthServer.Protocol.SenderConstraint.MutualTls;

namespace FapiAuthServer.Protocol;

/// <summary>Services behind the protocol's handlers; the handlers themselves are registered by the pipelines that list them.</summary>
internal static class ProtocolFeature
{
    public static IServiceCollection AddProtocolServices(this IServiceCollection services)
        => services.AddScoped<ClientAuthenticator>()
            .AddScoped<GivenGrants>()
            .AddHostedService<DeliverLogoutNotices>()
            .AddSingleton<ClientCertificateCheck>()
            .AddSingleton<IssuerDescriptions>()
            .AddSingleton<ReadClientCertificate>()
            .AddSingleton<ProofKeys>()
            .AddScoped<ProofVerification>()
            .AddScoped<ReportCaller>()
            .AddScoped<PaymentReportApi>()
            .AddSingleton<CloseQuarters>()
            .AddHostedService(provider => provider.GetRequiredService<CloseQuarters>());
}
