using FapiAuthServer.Grants;
using FapiAuthServer.SingleUse;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Data;

/// <summary>
/// The queries of every token request and introspection, compiled once per server: a compiled query belongs to one model,
/// and a process of tests may hold servers on several databases.
/// </summary>
internal sealed class HotQueries
{
    public Func<FapiDbContext, string, CancellationToken, Task<Artefact?>> ArtefactById { get; } = EF.CompileAsyncQuery(
        (FapiDbContext db, string id, CancellationToken _) => db.Artefacts.AsNoTracking().FirstOrDefault(artefact => artefact.Id == id));

    public Func<FapiDbContext, string, CancellationToken, Task<PresentedArtefact?>> PresentedArtefactById { get; } = EF.CompileAsyncQuery(
        (FapiDbContext db, string id, CancellationToken _) => (
            from artefact in db.Artefacts.AsNoTracking()
            where artefact.Id == id
            from grant in db.Grants.AsNoTracking().Where(grant => grant.Id == artefact.GrantId).DefaultIfEmpty()
            from customer in db.Customers.AsNoTracking().Where(customer => customer.Subject == grant.Subject).DefaultIfEmpty()
            select new PresentedArtefact(artefact, grant, customer)).FirstOrDefault());

    /// <summary>Whether a grant stands, its customer may be served and a token under it was not given back.</summary>
    public Func<FapiDbContext, Guid, DateTimeOffset, string, CancellationToken, Task<bool>> GrantStands { get; } = EF.CompileAsyncQuery(
        (FapiDbContext db, Guid id, DateTimeOffset now, string revoked, CancellationToken _) => db.Grants
            .Any(grant => grant.Id == id && grant.Status == GrantStatus.Active && grant.ExpiresAt > now
                && db.Customers.Any(customer => customer.Subject == grant.Subject && !customer.IsSuspended && customer.ClosedAt == null)
                && !db.ReplayEntries.Any(entry => entry.Id == revoked)));

    public Func<FapiDbContext, string, CancellationToken, Task<bool>> IsSeen { get; } = EF.CompileAsyncQuery(
        (FapiDbContext db, string id, CancellationToken _) => db.ReplayEntries.Any(entry => entry.Id == id));
}
