using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Data;

internal sealed class PostgreSqlFapiDbContext(DbContextOptions<PostgreSqlFapiDbContext> options) : FapiDbContext(options);
