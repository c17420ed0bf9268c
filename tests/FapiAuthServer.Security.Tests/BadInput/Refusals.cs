using System.Diagnostics;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Security.Tests.BadInput;

/// <summary>What must hold for every bad request: the right answer, soon; nothing issued or stored; one audit line with its clause.</summary>
internal static class Refusals
{
    /// <summary>Tests of this collection run one after the other: they count what a server did.</summary>
    public const string Collection = "Bad input";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task AssertAsync(Bank bank, string name, int[] statuses, string[] errors, Func<Task<ServerResponse>> send)
    {
        var before = await bank.CountAsync();
        var audited = await bank.CountAuditedAsync();
        var clock = Stopwatch.StartNew();

        var response = await send();

        Assert.True(clock.Elapsed < Patience, $"{name} took {clock.Elapsed}");
        Assert.True(
            statuses.Contains(response.Status) && errors.Contains(response.Error),
            $"{name}: {response.Status} {response.Body} {string.Join(' ', response.Headers["WWW-Authenticate"])}");
        Refused.Wholesome(response);
        Assert.Equal(before, await bank.CountAsync());

        var lines = await bank.AuditedAsync(audited);
        Assert.True(lines.Count == 1, $"{name}: {lines.Count} audit lines: {string.Join("; ", lines)}");
        Assert.Equal("request_refused", lines[0].Event);
        Assert.False(string.IsNullOrEmpty(lines[0].Reason), name);
        Assert.Matches("^[A-Z0-9]+[A-Za-z0-9-]*-[0-9]", lines[0].Clause ?? "");
    }

    public static Task AssertAsync(Bank bank, string name, int status, string error, Func<Task<ServerResponse>> send) =>
        AssertAsync(bank, name, [status], [error], send);
}
