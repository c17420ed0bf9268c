using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Startup;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

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
                context => context.UseNpgsql(Prepared(database.ConnectionString)), database.PoolSize),
            DatabaseProvider.SqlServer => services.AddDbContextPool<FapiDbContext, SqlServerFapiDbContext>(
                context => context.UseSqlServer(database.ConnectionString), database.PoolSize),
            _ => services.AddDbContextPool<FapiDbContext, SqliteFapiDbContext>(
                context => context.UseSqlite(database.ConnectionString), database.PoolSize),
        };

        var protection = services.AddDataProtection().SetApplicationName("FapiAuthServer").PersistKeysToDbContext<FapiDbContext>();
        if (options.DataProtectionCertificate is { } certificate)
            protection.ProtectKeysWithCertificate(X509Certificate2.CreateFromPemFile(certificate, options.DataProtectionCertificateKey));

        return services.AddSingleton<HotQueries>()
            .AddSingleton<GroupCommit>()
            .AddSingleton<ChangeWatch>()
            .AddHostedService(provider => provider.GetRequiredService<ChangeWatch>())
            .AddHostedService<Pruning>();
    }

    /// <summary>
    /// The same few statements run over and over: PostgreSQL keeps them planned, and a connection that holds nothing of a
    /// session needs no reset. What the operator wrote goes before; a pooler in between may not know prepared statements.
    /// </summary>
    private static string Prepared(string? connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        if (!connection.ShouldSerialize("Max Auto Prepare"))
            connection.MaxAutoPrepare = 64;
        if (!connection.ShouldSerialize("No Reset On Close"))
            connection.NoResetOnClose = true;

        return connection.ConnectionString;
    }
}
