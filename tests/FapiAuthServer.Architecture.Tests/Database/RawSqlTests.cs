using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.Database;

public sealed class RawSqlTests
{
    private static readonly string[] TakeSql =
    [
        "FromSql", "FromSqlRaw", "FromSqlInterpolated", "ExecuteSql", "ExecuteSqlAsync", "ExecuteSqlRaw", "ExecuteSqlRawAsync", "ExecuteSqlInterpolated", "ExecuteSqlInterpolatedAsync",
        "SqlQuery", "SqlQueryRaw", "CommandText", "CreateCommand", "HasDefaultValueSql", "HasComputedColumnSql", "HasFilter", "HasCheckConstraint",
    ];

    [Fact]
    public void The_code_has_no_SQL_of_its_own()
        => Findings.None(
            from source in Repository.ProductSources
            from name in source.All<SimpleNameSyntax>()
            where TakeSql.Contains(name.Identifier.Text)
            select $"{source.At(name)} {name}",
            "Ask only what EF Core translates for all three databases; see ADR 0007:");
}
