using FapiAuthServer.Data;
using FapiAuthServer.Keys;
using FapiAuthServer.TestKit.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FapiAuthServer.Tests.Data;

/// <summary>What is in a database survives the next version of the server, and the way back.</summary>
public sealed class MigrationTests : IDisposable
{
    private const string Stored = """
        INSERT INTO "SigningKeys" ("Id", "Issuer", "Algorithm", "KeyId", "ProtectedKey", "CreatedAt") VALUES ('fapi2:ES256:1', 'fapi2', 'ES256', 'the-kid', 'secret', 1764000000000)
        """;

    private readonly string file = Path.GetTempFileName();

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Keys_outlive_the_renaming_of_their_table(DatabaseKind database)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var db = await OpenAsync(database);
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("Initial", cancellation);
        await db.Database.ExecuteSqlRawAsync(Stored, cancellation);

        await migrator.MigrateAsync("RenameSigningKeysToIssuerKeys", cancellation);
        var key = await db.IssuerKeys.SingleAsync(cancellation);
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => AddAgainAsync(db, cancellation));
        await migrator.MigrateAsync("Initial", cancellation);

        Assert.Equal(("fapi2:ES256:1", "the-kid", "secret"), (key.Id, key.KeyId, key.ProtectedKey));
        Assert.Equal(1, await db.Database.SqlQueryRaw<int>("""SELECT COUNT(*) AS "Value" FROM "SigningKeys" """).SingleAsync(cancellation));
    }

    public void Dispose() => File.Delete(file);

    // Two nodes that start at once rely on the primary key.
    private static async Task AddAgainAsync(FapiDbContext db, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        db.IssuerKeys.Add(IssuerKeyRecord.Create("fapi2", "ES256", 1, "other", "other", DateTimeOffset.UnixEpoch));
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<FapiDbContext> OpenAsync(DatabaseKind database)
    {
        if (database == DatabaseKind.Sqlite)
            return new SqliteFapiDbContext(new DbContextOptionsBuilder<SqliteFapiDbContext>().UseSqlite($"Data Source={file};Pooling=False").Options);

        var connection = await (await TestPostgres.SharedAsync()).CreateDatabaseAsync();
        return new PostgreSqlFapiDbContext(new DbContextOptionsBuilder<PostgreSqlFapiDbContext>().UseNpgsql(connection).Options);
    }
}
