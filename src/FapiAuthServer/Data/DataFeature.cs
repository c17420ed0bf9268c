using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Startup;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Data;

/// <summary>One context over one of three databases, pooled; its model and code are the same on all.</summary>
internal static class DataFeature
{
    public static IServiceCollection AddDatabase(this IServiceCollection services, ServerOptions options)
    {
        var database = options.Database;
        _ = database.Provider switch
        {
            DatabaseProvider.PostgreSql => services.AddDbContextPool<FapiDbContext, PostgreSqlFapiDbContext>(
                context => context.UseNpgsql(database.ConnectionString), database.PoolSize),
            DatabaseProvider.SqlServer => services.AddDbContextPool<FapiDbContext, SqlServerFapiDbContext>(
                context => context.UseSqlServer(database.ConnectionString), database.PoolSize),
            _ => services.AddDbContextPool<FapiDbContext, SqliteFapiDbContext>(
                context => context.UseSqlite(database.ConnectionString), database.PoolSize),
        };

        var protection = services.AddDataProtection().SetApplicationName("FapiAuthServer").PersistKeysToDbContext<FapiDbContext>();
        if (options.DataProtectionCertificate is { } certificate)
            protection.ProtectKeysWithCertificate(X509Certificate2.CreateFromPemFile(certificate, options.DataProtectionCertificateKey));

        return services.AddSingleton<HotQueries>()
            .AddSingleton<ChangeWatch>()
            .AddHostedService(provider => provider.GetRequiredService<ChangeWatch>())
            .AddHostedService<Pruning>();
    }
}
