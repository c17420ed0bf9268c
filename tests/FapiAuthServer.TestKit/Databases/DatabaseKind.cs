namespace FapiAuthServer.TestKit.Databases;

/// <summary>The databases every test of the running server is repeated on.</summary>
public enum DatabaseKind
{
    Sqlite,
    PostgreSql,
}
