using FapiAuthServer.Sca.Customers;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Data;

/// <summary>The tables this module adds to the server's one context.</summary>
public static class ScaModel
{
    /// <summary>Maps the module's entities; call it from <c>OnModelCreating</c>.</summary>
    public static ModelBuilder ApplySca(this ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(Customer).Assembly);
}
