using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Data;

internal sealed class SqlServerFapiDbContext(DbContextOptions<SqlServerFapiDbContext> options) : FapiDbContext(options);
