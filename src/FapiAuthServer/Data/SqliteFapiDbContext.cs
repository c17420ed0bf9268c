using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Data;

internal sealed class SqliteFapiDbContext(DbContextOptions<SqliteFapiDbContext> options) : FapiDbContext(options);
