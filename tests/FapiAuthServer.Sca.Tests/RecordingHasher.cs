using System.Collections.Concurrent;
using FapiAuthServer.Sca.Customers;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Tests;

/// <summary>The default hasher, remembering what it was made to verify: equal work is equal time, on any machine.</summary>
internal sealed class RecordingHasher(IOptions<PasswordHasherOptions> options) : IPasswordHasher<Customer>
{
    private readonly PasswordHasher<Customer> inner = new(options);

    public ConcurrentQueue<string> Verified { get; } = new();

    public string HashPassword(Customer user, string password) => inner.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(Customer user, string hashedPassword, string providedPassword)
    {
        Verified.Enqueue(hashedPassword);
        return inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
