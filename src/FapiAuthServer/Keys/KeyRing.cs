using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using FapiAuthServer.Data;
using FapiAuthServer.Issuers;
using FapiAuthServer.Jose;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Keys;

/// <summary>
/// The signing keys of all issuers and the secrets all nodes share. Kept in the database, protected by the
/// data-protection keys, made on first start, held ready in memory.
/// </summary>
internal sealed class KeyRing(IServiceScopeFactory scopes, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, IssuerKeys> byIssuer = new(StringComparer.Ordinal);
    private readonly IDataProtector keyProtector = protection.CreateProtector("FapiAuthServer.Keys.SigningKey.v1");
    private readonly IDataProtector secretProtector = protection.CreateProtector("FapiAuthServer.Keys.ServerSecret.v1");
    private readonly ConcurrentDictionary<string, byte[]> pairwise = new(StringComparer.Ordinal);
    private DPoPNonce? dpopNonce;

    /// <summary>Raised when an issuer's keys are not what they were.</summary>
    public event Action? Changed;

    public IssuerKeys For(Issuer issuer) => byIssuer[issuer.Name];

    /// <summary>The nonces of this deployment; every node derives the same ones.</summary>
    public DPoPNonce DPoPNonce => dpopNonce ?? throw new InvalidOperationException("The key ring has not been loaded.");

    /// <summary>What the pairwise subjects of an issuer are derived with. It is never renewed: a customer would become a stranger to every client.</summary>
    public byte[] PairwiseSecret(Issuer issuer) => pairwise[issuer.Name];

    /// <summary>Loads all keys, making those that are missing. Safe to run on several nodes at once.</summary>
    public async Task LoadAsync(IssuerDirectory issuers, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();

        foreach (var issuer in issuers.All)
        {
            // ES256 first: it signs ten times faster than PS256, so it is what clients get unless they ask otherwise.
            var keys = new List<PrivateKey>();
            foreach (var algorithm in issuer.Profile.SigningAlgorithms.Value.OrderBy(value => value != FapiAlgorithms.ES256))
                keys.Add(await LoadOrCreateAsync(db, issuer.Name, algorithm, cancellation));

            var rs256 = issuer.Profile.IdTokenAlgorithms.Value.Contains(Rs256Key.Algorithm) ? await LoadOrCreateRs256Async(db, issuer.Name, cancellation) : null;
            byIssuer[issuer.Name] = new IssuerKeys(keys, keys[0].Algorithm, rs256);

            if (issuer.Profile.SubjectTypes.Value.Contains("pairwise"))
                pairwise[issuer.Name] = await LoadOrCreateSecretAsync(db, ServerSecret.PairwiseOf(issuer.Name), cancellation);
        }

        var secret = await LoadOrCreateSecretAsync(db, ServerSecret.DPoPNonce, cancellation);
        dpopNonce = new DPoPNonce(secret, TimeSpan.FromMinutes(1));
        Changed?.Invoke();
    }

    private async Task<PrivateKey> LoadOrCreateAsync(FapiDbContext db, string issuer, string algorithm, CancellationToken cancellation)
    {
        var stored = await LoadOrCreateAsync(db, issuer, algorithm, () => PrivateKey.Generate(algorithm) is var key ? (key.Kid, key.PrivateJwk()) : default, cancellation);
        using var jwk = JsonDocument.Parse(stored);
        return PrivateKey.FromJwk(jwk.RootElement).Value
            ?? throw new InvalidOperationException($"The stored {algorithm} key of issuer {issuer} cannot be used.");
    }

    private async Task<Rs256Key> LoadOrCreateRs256Async(FapiDbContext db, string issuer, CancellationToken cancellation)
        => Rs256Key.FromJwk(await LoadOrCreateAsync(db, issuer, Rs256Key.Algorithm, () => Rs256Key.Generate() is var key ? (key.Kid, key.PrivateJwk()) : default, cancellation));

    // The private key as it was stored, by this node or by another that was first.
    private async Task<string> LoadOrCreateAsync(FapiDbContext db, string issuer, string algorithm, Func<(string Kid, string Jwk)> generate, CancellationToken cancellation)
    {
        var row = await db.SigningKeys.AsNoTracking()
            .OrderByDescending(key => key.CreatedAt)
            .FirstOrDefaultAsync(key => key.Issuer == issuer && key.Algorithm == algorithm, cancellation);

        if (row is null)
        {
            var (kid, generated) = generate();
            db.SigningKeys.Add(SigningKeyRecord.Create(issuer, algorithm, 1, kid, keyProtector.Protect(generated), time.GetUtcNow()));
            if (await TrySaveAsync(db, cancellation))
                return generated;

            row = await db.SigningKeys.AsNoTracking().FirstAsync(key => key.Issuer == issuer && key.Algorithm == algorithm, cancellation);
        }

        return keyProtector.Unprotect(row.ProtectedKey);
    }

    private async Task<byte[]> LoadOrCreateSecretAsync(FapiDbContext db, string name, CancellationToken cancellation)
    {
        var row = await db.ServerSecrets.AsNoTracking().FirstOrDefaultAsync(secret => secret.Name == name, cancellation);
        if (row is null)
        {
            var value = RandomNumberGenerator.GetBytes(32);
            db.ServerSecrets.Add(ServerSecret.Create(name, secretProtector.Protect(Convert.ToBase64String(value))));
            if (await TrySaveAsync(db, cancellation))
                return value;

            row = await db.ServerSecrets.AsNoTracking().FirstAsync(secret => secret.Name == name, cancellation);
        }

        return Convert.FromBase64String(secretProtector.Unprotect(row.ProtectedValue));
    }

    // False when another node was first; its row is then read.
    private static async Task<bool> TrySaveAsync(FapiDbContext db, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}
