using FapiAuthServer.Audit;
using FapiAuthServer.Clients;
using FapiAuthServer.Grants;
using FapiAuthServer.Interaction;
using FapiAuthServer.Interaction.Logout;
using FapiAuthServer.Keys;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.SingleUse;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Data;

/// <summary>All that is kept. One derived type per database carries that database's migrations and nothing else.</summary>
internal abstract class FapiDbContext(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<Client> Clients => Set<Client>();
    public DbSet<Grant> Grants => Set<Grant>();
    public DbSet<Artefact> Artefacts => Set<Artefact>();
    public DbSet<ReplayEntry> ReplayEntries => Set<ReplayEntry>();
    public DbSet<InteractionRecord> Interactions => Set<InteractionRecord>();
    public DbSet<CustomerSession> CustomerSessions => Set<CustomerSession>();
    public DbSet<LogoutRequest> LogoutRequests => Set<LogoutRequest>();
    public DbSet<LogoutNotice> LogoutNotices => Set<LogoutNotice>();
    public DbSet<AuditRecord> AuditRecords => Set<AuditRecord>();
    public DbSet<IssuerKeyRecord> IssuerKeys => Set<IssuerKeyRecord>();
    public DbSet<ServerSecret> ServerSecrets => Set<ServerSecret>();
    public DbSet<ChangeStamp> ChangeStamps => Set<ChangeStamp>();
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>
    /// Whether several inserts sent together stand or fall together without a transaction around them; that saves a round trip.
    /// </summary>
    public virtual bool InsertsAreAtomic => false;

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
        // SQLite has no instants it can compare; a number of milliseconds sorts and compares alike on all three databases.
        => conventions.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ApplyConfigurationsFromAssembly(typeof(FapiDbContext).Assembly);
        model.ApplySca();
    }
}
