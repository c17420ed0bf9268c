using FapiAuthServer.Sca.Data;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests;

internal sealed class TestDbContext(DbContextOptions<TestDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplySca();
}
