using FapiAuthServer.Data;

namespace FapiAuthServer.Architecture.Tests.Database;

/// <summary>The context of each database, as the migrations tool makes it: without a database behind it.</summary>
internal static class Contexts
{
    public static TheoryData<string> Providers => ["Sqlite", "PostgreSql", "SqlServer"];

    public static FapiDbContext Of(string provider) => provider switch
    {
        "Sqlite" => new SqliteDesignTimeFactory().CreateDbContext([]),
        "PostgreSql" => new PostgreSqlDesignTimeFactory().CreateDbContext([]),
        _ => new SqlServerDesignTimeFactory().CreateDbContext([]),
    };
}
