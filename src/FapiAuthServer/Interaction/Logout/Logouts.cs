using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Issuers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Interaction.Logout;

/// <summary>What the logout page does: find the client's wish, and say whether it needs the customer's word.</summary>
internal sealed class Logouts(FapiDbContext db, ClientRegistry clients, PairwiseSubjects subjects, TimeProvider time)
{
    /// <summary>Stands for the wish of a stranger, of which there is nothing to keep.</summary>
    private const string Nobodys = "-";

    /// <summary>Keeps a wish that was checked, and returns where the customer sees to it.</summary>
    public async Task<string> OpenAsync(Issuer issuer, string? clientId, string? hintedSubject, string? redirectUri, string? state, CancellationToken cancellation)
    {
        if (clientId is null)
            return PageOf(issuer, Nobodys);

        var request = LogoutRequest.Open(issuer.Name, clientId, hintedSubject, redirectUri, state, time.GetUtcNow());
        db.LogoutRequests.Add(request);
        await db.SaveChangesAsync(cancellation);
        return PageOf(issuer, request.Id);
    }

    public async Task<LogoutRequest?> FindAsync(Issuer issuer, string id, CancellationToken cancellation)
    {
        if (!issuer.Profile.EndSession.Value)
            return null;

        var now = time.GetUtcNow();
        if (id == Nobodys)
            return LogoutRequest.Open(issuer.Name, clientId: null, hintedSubject: null, redirectUri: null, state: null, now);

        var request = await db.LogoutRequests.AsNoTracking()
            .FirstOrDefaultAsync(kept => kept.Id == id && kept.Issuer == issuer.Name && kept.ExpiresAt > now, cancellation);
        return request?.Id == id ? request : null;
    }

    /// <summary>
    /// Whether the customer need not be asked: the client holds an ID token about the very customer who is signed in here. Anything
    /// less could come from a page that wants them signed out, not from them.
    /// </summary>
    public async Task<bool> IsAuthenticAsync(Issuer issuer, LogoutRequest request, CustomerAuthentication customer, CancellationToken cancellation)
        => request is { ClientId: { } clientId, HintedSubject: { } hinted }
            && await clients.FindAsync(issuer.Name, clientId, cancellation) is { } client
            && subjects.For(issuer, client, customer.Subject) == hinted;

    /// <summary>Whose page this wish has.</summary>
    public static string PageOf(Issuer issuer, LogoutRequest request) => PageOf(issuer, request.ClientId is null ? Nobodys : request.Id);

    private static string PageOf(Issuer issuer, string id) => $"{issuer.Path}{Issuer.EndSessionPath}/{id}";

    /// <summary>The client's address with its state, or null when the customer stays with the bank.</summary>
    public static string? ReturnAddress(LogoutRequest request)
        => request.RedirectUri is not { } uri ? null
            : request.State is { } state ? QueryHelpers.AddQueryString(uri, "state", state)
            : uri;
}
