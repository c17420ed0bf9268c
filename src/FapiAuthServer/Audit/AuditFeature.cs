namespace FapiAuthServer.Audit;

/// <summary>Security events: to the log at once, to the append-only table in batches.</summary>
internal static class AuditFeature
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
        => services.AddSingleton<AuditTrail>().AddHostedService(provider => provider.GetRequiredService<AuditTrail>());
}
