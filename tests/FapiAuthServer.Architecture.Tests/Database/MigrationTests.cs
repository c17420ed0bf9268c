using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace FapiAuthServer.Architecture.Tests.Database;

public sealed class MigrationTests
{
    [Theory]
    [MemberData(nameof(Contexts.Providers), MemberType = typeof(Contexts))]
    public void Migrations_bring_a_database_to_the_model(string provider)
    {
        using var db = Contexts.Of(provider);

        Assert.NotEmpty(db.Database.GetMigrations());
        Assert.False(db.Database.HasPendingModelChanges(), $"The model has changed since the last migration for {provider}; add one for each database.");
    }

    [Theory]
    [MemberData(nameof(Contexts.Providers), MemberType = typeof(Contexts))]
    public void A_migration_exists_for_every_database_under_the_same_name(string provider)
    {
        using var db = Contexts.Of(provider);
        using var reference = Contexts.Of("Sqlite");

        Assert.Equal(reference.Database.GetMigrations().Select(Name), db.Database.GetMigrations().Select(Name));
    }

    [Fact]
    public void The_script_for_SQL_Server_is_idempotent_and_parses()
    {
        var script = SqlServerScript();
        var statements = new ScriptStatements();
        Parse(script).Accept(statements);
        foreach (var dynamic in statements.Dynamic)
            Parse(dynamic);

        Assert.NotEmpty(statements.Tables);
        Assert.Contains("IF NOT EXISTS", script, StringComparison.Ordinal);
    }

    // What SQL Server would refuse although its grammar allows it.
    [Fact]
    public void The_script_for_SQL_Server_cascades_along_one_path_only_and_declares_no_column_twice()
    {
        var statements = new ScriptStatements();
        Parse(SqlServerScript()).Accept(statements);

        Findings.None(
            statements.Tables.SelectMany(table => table.Definition.ColumnDefinitions.GroupBy(column => column.ColumnIdentifier.Value, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1).Select(group => $"{table.SchemaObjectName.BaseIdentifier.Value}.{group.Key}")),
            "SQL Server compares names without regard to case; these columns are declared twice:");
        Findings.None(
            statements.Tables.Where(table => table.Definition.TableConstraints.OfType<ForeignKeyConstraintDefinition>().Count(key => key.DeleteAction == DeleteUpdateAction.Cascade) > 1)
                .Select(table => table.SchemaObjectName.BaseIdentifier.Value),
            "SQL Server allows one cascade path to a table:");
    }

    private static TSqlFragment Parse(string sql)
    {
        var tree = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        Assert.Empty(errors.Select(error => $"{error.Line}:{error.Column} {error.Message}"));
        return tree;
    }

    private static string SqlServerScript()
    {
        using var db = Contexts.Of("SqlServer");
        return db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
    }

    private static string Name(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];
}
