using FapiAuthServer.Sca.Customers;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Data;

public sealed class ScaModelTests
{
    private static readonly Dictionary<string, DbContextOptions<TestDbContext>> Databases = new()
    {
        ["SQLite"] = new DbContextOptionsBuilder<TestDbContext>().UseSqlite("Data Source=none").Options,
        ["PostgreSQL"] = new DbContextOptionsBuilder<TestDbContext>().UseNpgsql("Host=none").Options,
        ["SQL Server"] = new DbContextOptionsBuilder<TestDbContext>().UseSqlServer("Server=none").Options,
    };

    [Theory]
    [InlineData("SQLite", "INTEGER")]
    [InlineData("PostgreSQL", "bigint")]
    [InlineData("SQL Server", "bigint")]
    public void One_table_with_instants_as_numbers_maps_on_every_database(string database, string instantType)
    {
        using var context = new TestDbContext(Databases[database]);

        var entity = Assert.Single(context.Model.GetEntityTypes());
        var script = context.Database.GenerateCreateScript();

        Assert.Equal(typeof(Customer), entity.ClrType);
        Assert.Equal(instantType, entity.FindProperty(nameof(Customer.BlockedUntil))!.GetColumnType());
        Assert.Equal(instantType, entity.FindProperty(nameof(Customer.ClosedAt))!.GetColumnType());
        Assert.Contains("CREATE UNIQUE INDEX", script, StringComparison.Ordinal);
        Assert.DoesNotContain("WHERE", script, StringComparison.Ordinal);
        Assert.DoesNotContain("max)", script, StringComparison.Ordinal);
    }
}
