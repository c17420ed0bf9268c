using System.ComponentModel.DataAnnotations;

namespace FapiAuthServer.Startup;

/// <summary>The database, one for everything.</summary>
internal sealed class DatabaseOptions
{
    /// <summary>Sqlite, PostgreSql or SqlServer. Default Sqlite.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>ADO.NET connection string. The sandbox keeps SQLite in its directory when none is given.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>How many contexts are kept ready. Default 128.</summary>
    [Range(1, 10_000)]
    public int PoolSize { get; set; } = 128;
}
