using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Data;

/// <summary>
/// How codes are kept: as HMAC-SHA-256 under a key that is stored encrypted, with that key's number in front, so that keys are
/// renewed while old hashes can still be checked. (SCA-104, SCA-170)
/// </summary>
internal sealed class KeyedHashes(
    ScaStore store, ISecretProtector protector, ScaKeyCache cache, TimeProvider clock, IOptions<ScaOptions> options)
{
    public const int Length = sizeof(int) + HMACSHA256.HashSizeInBytes;

    public async Task<byte[]> ComputeAsync(string purpose, string value, CancellationToken ct)
    {
        var id = await NewestAsync(ct);
        return Compute(id, cache.Keys[id].Key, purpose, value);
    }

    public async Task<bool> MatchesAsync(byte[]? stored, string purpose, string value, CancellationToken ct)
    {
        if (stored?.Length != Length)
            return false;

        var id = BinaryPrimitives.ReadInt32BigEndian(stored);
        return await OpenAsync(id, ct) && CryptographicOperations.FixedTimeEquals(stored, Compute(id, cache.Keys[id].Key, purpose, value));
    }

    private static byte[] Compute(int id, byte[] key, string purpose, string value)
    {
        var hash = new byte[Length];
        BinaryPrimitives.WriteInt32BigEndian(hash, id);

        // The purpose has no NUL in it, so a hash made for one is none for another.
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{purpose}\0{value}"), hash.AsSpan(sizeof(int)));
        return hash;
    }

    private async Task<int> NewestAsync(CancellationToken ct)
    {
        var newest = cache.Keys.IsEmpty ? await LoadAsync(ct) : cache.Keys.Keys.Max();
        if (newest > 0 && clock.GetUtcNow() - cache.Keys[newest].CreatedAt < options.Value.KeyLifetime)
            return newest;

        newest = await LoadAsync(ct);
        return newest > 0 && clock.GetUtcNow() - cache.Keys[newest].CreatedAt < options.Value.KeyLifetime
            ? newest
            : await AddAsync(newest + 1, ct);
    }

    private async Task<int> LoadAsync(CancellationToken ct)
    {
        var newest = await store.Keys.OrderByDescending(key => key.Id).FirstOrDefaultAsync(ct);
        if (newest is not null)
            cache.Keys.TryAdd(newest.Id, (protector.Unprotect(newest.ProtectedKey, ContextOf(newest.Id)), newest.CreatedAt));
        return newest?.Id ?? 0;
    }

    private async Task<int> AddAsync(int id, CancellationToken ct)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var now = clock.GetUtcNow();
        if (!await store.TryInsertAsync(new ScaKey(id, protector.Protect(key, ContextOf(id)), now), ct))
            return await LoadAsync(ct); // another node was first

        cache.Keys.TryAdd(id, (key, now));
        return id;
    }

    private async Task<bool> OpenAsync(int id, CancellationToken ct)
    {
        if (cache.Keys.ContainsKey(id))
            return true;

        var row = await store.Keys.SingleOrDefaultAsync(key => key.Id == id, ct);
        if (row is not null)
            cache.Keys.TryAdd(id, (protector.Unprotect(row.ProtectedKey, ContextOf(id)), row.CreatedAt));
        return row is not null;
    }

    private static string ContextOf(int id) => $"keyed-hash:{id}";
}
