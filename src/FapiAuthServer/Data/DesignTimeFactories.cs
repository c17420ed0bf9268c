using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace FapiAuthServer.Data;

/// <summary>For the migrations tool alone: the context of one provider, without a database behind it.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteFapiDbContext>
{
    public SqliteFapiDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<SqliteFapiDbContext>().UseSqlite("Data Source=:memory:").Options);
}

internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlFapiDbContext>
{
    public PostgreSqlFapiDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<PostgreSqlFapiDbContext>().UseNpgsql("Host=localhost").Options);
}

internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerFapiDbContext>
{
    public SqlServerFapiDbContext CreateDbContext(string[] args)
        => new(new DbContextOptionsBuilder<SqlServerFapiDbContext>().UseSqlServer("Server=localhost").Options);
}
