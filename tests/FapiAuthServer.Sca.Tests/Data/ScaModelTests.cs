using FapiAuthServer.Sca.Customers;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Data;

public sealed class ScaModelTests
{
    private const string PaymentsWithRecord = "WHERE [RecordId] IS NOT NULL AND [RecordItem] IS NOT NULL";

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
    public void Tables_with_instants_as_numbers_map_on_every_database(string database, string instantType)
    {
        using var context = new TestDbContext(Databases[database]);

        var instants = context.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Where(property => (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(DateTimeOffset)).ToList();
        var script = context.Database.GenerateCreateScript();

        Assert.Contains(instants, property => property.Name == nameof(Customer.BlockedUntil));
        Assert.All(instants, property => Assert.Equal(instantType, property.GetColumnType()));
        Assert.Contains("CREATE UNIQUE INDEX", script, StringComparison.Ordinal);

        // Where nothing may be missing, nothing is left out of an index; only payments may rest on no record.
        Assert.DoesNotContain("WHERE", script.Replace(PaymentsWithRecord, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_action_may_be_of_any_length()
    {
        using var context = new TestDbContext(Databases["SQL Server"]);

        var unlimited = context.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Where(property => property.GetColumnType().Contains("max", StringComparison.Ordinal));

        Assert.Equal(["Challenge.Action"], unlimited.Select(property => $"{property.DeclaringType.ShortName()}.{property.Name}"));
    }
}
