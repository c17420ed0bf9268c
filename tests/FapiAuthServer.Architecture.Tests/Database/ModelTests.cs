using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace FapiAuthServer.Architecture.Tests.Database;

public sealed class ModelTests
{
    /// <summary>The longest key that SQL Server takes into a clustered index, in bytes; other indexes may have 1,700.</summary>
    private const int LongestKey = 900;
    private const int LongestIndex = 1700;

    [Theory]
    [MemberData(nameof(Contexts.Providers), MemberType = typeof(Contexts))]
    public void Data_protection_keys_have_a_table(string provider)
    {
        using var db = Contexts.Of(provider);

        Assert.Equal("DataProtectionKeys", db.Model.FindEntityType(typeof(DataProtectionKey))?.GetTableName());
    }

    [Fact]
    public void Strings_in_keys_and_indexes_have_a_length()
    {
        using var db = Contexts.Of("SqlServer");

        Findings.None(
            from entity in db.Model.GetEntityTypes()
            from property in entity.GetKeys().SelectMany(key => key.Properties).Concat(entity.GetIndexes().SelectMany(index => index.Properties)).Distinct()
            where property.ClrType == typeof(string) && property.GetMaxLength() is null
            select $"{entity.GetTableName()}.{property.GetColumnName()}",
            "Without a length a column is nvarchar(max) on SQL Server and cannot be indexed; take one from Lengths:");
    }

    [Fact]
    public void Keys_and_indexes_fit_into_what_SQL_Server_can_index()
    {
        using var db = Contexts.Of("SqlServer");

        Findings.None(
            db.Model.GetEntityTypes().SelectMany(entity =>
                entity.GetKeys().Where(key => Bytes(key.Properties) > LongestKey).Select(key => $"{entity.GetTableName()}: {key.GetName()} has {Bytes(key.Properties)} bytes")
                    .Concat(entity.GetIndexes().Where(index => Bytes(index.Properties) > LongestIndex).Select(index => $"{entity.GetTableName()}: {index.GetDatabaseName()} has {Bytes(index.Properties)} bytes"))),
            $"Keys may have {LongestKey} bytes and indexes {LongestIndex}:");
    }

    [Fact]
    public void The_three_databases_have_the_same_tables_and_columns()
    {
        var expected = Columns("Sqlite");

        Assert.Equal(expected, Columns("PostgreSql"));
        Assert.Equal(expected, Columns("SqlServer"));
    }

    [Fact]
    public void Instants_are_numbers()
    {
        using var db = Contexts.Of("Sqlite");

        Findings.None(
            from entity in db.Model.GetEntityTypes()
            from property in entity.GetProperties()
            where Unwrapped(property.ClrType) == typeof(DateTime)
                || Unwrapped(property.ClrType) == typeof(DateTimeOffset) && property.GetTypeMapping().Converter?.ProviderClrType != typeof(long)
            select $"{entity.GetTableName()}.{property.GetColumnName()}",
            "SQLite cannot compare dates with offsets; see ADR 0007:");
    }

    private static int Bytes(IReadOnlyList<IReadOnlyProperty> properties) => properties.Sum(property => Unwrapped(property.ClrType) switch
    {
        var type when type == typeof(string) => (property.GetMaxLength() ?? 4000) * (property.IsUnicode() is false ? 1 : 2),
        var type when type == typeof(Guid) => 16,
        _ => 8,
    });

    private static List<string> Columns(string provider)
    {
        using var db = Contexts.Of(provider);
        return [.. db.Model.GetEntityTypes()
            .SelectMany(entity => entity.GetProperties().Select(property => $"{entity.GetTableName()}.{property.GetColumnName()} {property.GetMaxLength()} {(property.IsNullable ? "null" : "not null")}"))
            .Order(StringComparer.Ordinal)];
    }

    private static Type Unwrapped(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
