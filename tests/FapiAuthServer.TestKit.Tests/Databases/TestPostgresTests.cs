using FapiAuthServer.TestKit.Databases;

namespace FapiAuthServer.TestKit.Tests.Databases;

public class TestPostgresTests
{
    [Fact]
    public async Task Each_database_is_new_and_separate()
    {
        var postgres = await TestPostgres.SharedAsync();
        var first = await postgres.CreateDatabaseAsync();
        var second = await postgres.CreateDatabaseAsync();

        await postgres.QueryAsync(first, "create table only_here (id int)");

        Assert.Equal("t", (await postgres.QueryAsync(first, "select to_regclass('only_here') is not null")).Trim());
        Assert.Equal("f", (await postgres.QueryAsync(second, "select to_regclass('only_here') is not null")).Trim());
    }

    [Fact]
    public async Task Nothing_is_left_after_disposal()
    {
        var postgres = await TestPostgres.StartAsync();
        var directory = (await postgres.QueryAsync(await postgres.CreateDatabaseAsync(), "show data_directory")).Trim();
        Assert.True(Directory.Exists(directory));

        await postgres.DisposeAsync();

        Assert.False(Directory.Exists(Path.GetDirectoryName(directory)));
    }
}
