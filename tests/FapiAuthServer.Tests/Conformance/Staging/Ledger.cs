using FapiAuthServer.Audit;
using FapiAuthServer.Data;
using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;
using FapiAuthServer.Tests.Conformance.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>
/// What the server has on some clients since the ledger was opened. A refusal is three things: the right answer, one line
/// of audit that names the clause, and nothing that was issued or kept.
/// </summary>
public sealed class Ledger
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Issued =
        [SecurityEvent.RequestPushed, SecurityEvent.CodeIssued, SecurityEvent.TokensIssued, SecurityEvent.TokensRefreshed];

    private readonly InProcessServer server;
    private readonly List<string> clientIds;
    private readonly DateTimeOffset opened;

    private Ledger(InProcessServer server, List<string> clientIds)
    {
        this.server = server;
        this.clientIds = clientIds;
        opened = DateTimeOffset.FromUnixTimeMilliseconds(server.Clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    public static Ledger Open(Bank bank, params string[] clientIds) => Open(bank.Server, clientIds);

    public static Ledger Open(InProcessServer server, params string[] clientIds) => new(server, [.. clientIds]);

    public async Task TokenIsRefusedAsync(ServerResponse answer, string error, string reason, string clause)
    {
        ResponseRules.CheckError(answer, error);
        await IsRefusedAsync("Token", reason, clause, namesClient: true);
    }

    /// <summary>With several clauses, any of them: which rule is met first can depend on the client's key.</summary>
    public async Task PushIsRefusedAsync(ServerResponse answer, string error, string reason, params string[] clauses)
    {
        ResponseRules.CheckError(answer, error);
        await IsRefusedAsync("PushedAuthorization", reason, clauses, namesClient: true);
    }

    /// <summary>An error page, and no way from it to the client.</summary>
    public async Task PageIsRefusedAsync(CustomerBrowser browser, string error, string reason, string clause)
    {
        Assert.Null(browser.Answer);
        Assert.Equal((error, 400), (browser.Page.ErrorCode, browser.Page.Response.Status));
        ResponseRules.CheckErrorText(browser.Page.ErrorCode, browser.Page.ErrorDescription);
        await IsRefusedAsync("Authorization", reason, clause);
    }

    /// <summary>A refusal by a protected resource: the challenge names the error, and there is no data.</summary>
    public async Task ResourceIsRefusedAsync(ServerResponse answer, int status, string error, string reason, string clause)
    {
        Assert.Equal((error, status), (answer.Error, answer.Status));
        Assert.NotEmpty(answer.Headers["WWW-Authenticate"]);
        Assert.Null(answer.Text("sub"));
        ResponseRules.CheckErrorText(answer.Error, answer.ErrorDescription);
        await IsRefusedAsync("UserInfo", reason, clause);
    }

    /// <summary>
    /// The refusal stands in the audit trail, with the client where it can be known, and of what could have been issued there is nothing.
    /// </summary>
    public Task IsRefusedAsync(string endpoint, string reason, string clause, bool namesClient = false)
        => IsRefusedAsync(endpoint, reason, [clause], namesClient);

    /// <summary>The refusal stands in the audit trail, whatever was issued before it.</summary>
    public Task IsAuditedAsync(string endpoint, string reason, string clause) => FindAsync(endpoint, reason, [clause], namesClient: true);

    public async Task IsRefusedAsync(string endpoint, string reason, string[] clauses, bool namesClient)
    {
        var lines = await FindAsync(endpoint, reason, clauses, namesClient);
        Assert.DoesNotContain(lines, line => line.At > opened && line.ClientId is not null && Issued.Contains(line.Event));
        await NothingIsKeptAsync();
    }

    private async Task<List<AuditRecord>> FindAsync(string endpoint, string reason, string[] clauses, bool namesClient)
    {
        var deadline = DateTimeOffset.UtcNow + Patience;
        List<AuditRecord> lines;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20)); // Audit lines are written in batches, beside the requests.
            await using var scope = server.Services.CreateAsyncScope();
            lines = await scope.ServiceProvider.GetRequiredService<FapiDbContext>().AuditRecords.AsNoTracking()
                .Where(line => line.At >= opened && (line.ClientId == null || clientIds.Contains(line.ClientId)))
                .ToListAsync();
        }
        while (!lines.Exists(IsWanted) && DateTimeOffset.UtcNow < deadline);

        Assert.True(
            lines.Exists(IsWanted),
            $"No refusal {reason} by {string.Join(" or ", clauses)} at {endpoint}, but {string.Join("; ", lines.Select(line => $"{line.Event} {line.Endpoint} {line.Reason} {line.Clause}"))}");
        return lines;

        bool IsWanted(AuditRecord line) =>
            line.Event == SecurityEvent.RequestRefused && line.Endpoint == endpoint && line.Reason == reason && clauses.Contains(line.Clause)
            && (line.ClientId is not null || !namesClient);
    }

    private async Task NothingIsKeptAsync()
    {
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
        Assert.Equal(0, await db.Grants.CountAsync(grant => grant.CreatedAt > opened && clientIds.Contains(grant.ClientId)));
        Assert.Equal(0, await db.Artefacts.CountAsync(artefact => artefact.CreatedAt > opened && clientIds.Contains(artefact.ClientId)));
    }
}
