using FapiAuthServer.Sca.Data;
using Microsoft.AspNetCore.DataProtection;

namespace FapiAuthServer.Sca.Tests;

/// <summary>The default protector, counting how often a seed was opened: so often was a code really judged.</summary>
internal sealed class CountingProtector(IDataProtectionProvider provider) : ISecretProtector
{
    private readonly DataProtectionSecretProtector inner = new(provider);
    private int opened;

    public int Opened => opened;

    /// <summary>When set, requests wait here for each other: all have read the row, none has written it.</summary>
    public Barrier? Gate { get; set; }

    public byte[] Protect(byte[] secret, string context) => inner.Protect(secret, context);

    public byte[] Unprotect(byte[] protectedSecret, string context)
    {
        Interlocked.Increment(ref opened);
        Gate?.SignalAndWait(TimeSpan.FromSeconds(20));
        return inner.Unprotect(protectedSecret, context);
    }
}
