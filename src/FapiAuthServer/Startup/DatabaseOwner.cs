using FapiAuthServer.Data;
using FapiAuthServer.Keys;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Startup;

/// <summary>A sandbox marks its database, and production refuses a marked one: it holds keys and passwords everybody knows.</summary>
internal static class DatabaseOwner
{
    private const string SandboxMark = "sandbox";

    public static async Task CheckAsync(FapiDbContext db, ServerOptions options)
    {
        var marked = await db.ServerSecrets.AnyAsync(secret => secret.Name == SandboxMark);
        if (options.IsSandbox && !marked)
        {
            if (await db.Clients.AnyAsync())
                throw new StartupException("Database: it has clients but no sandbox mark: it is not a sandbox's. Give the sandbox a database of its own.");

            db.ServerSecrets.Add(ServerSecret.Create(SandboxMark, "this database belongs to a sandbox"));
            await db.SaveChangesAsync();
        }
        else if (!options.IsSandbox && marked)
        {
            throw new StartupException("Database: it belongs to a sandbox. Production refuses its keys, clients and customers: use a new database.");
        }
    }
}
