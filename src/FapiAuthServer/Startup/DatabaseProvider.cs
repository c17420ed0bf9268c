namespace FapiAuthServer.Startup;

internal enum DatabaseProvider
{
    Sqlite = 0,
    PostgreSql = 1,
    SqlServer = 2,
}
