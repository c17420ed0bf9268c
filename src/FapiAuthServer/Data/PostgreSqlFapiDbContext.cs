using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Data;

internal sealed class PostgreSqlFapiDbContext(DbContextOptions<PostgreSqlFapiDbContext> options) : FapiDbContext(options)
{
    // One message to the server is one implicit transaction.
    public override bool InsertsAreAtomic => true;
}
