using FapiAuthServer.Audit;
using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Interaction.Approval;
using FapiAuthServer.Interaction.Passkeys;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Transaction;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Interaction;

/// <summary>What the customer's pages do: find the visit, sign in, decide. Each step is one method; pages hold no logic.</summary>
internal sealed class Visits(
    FapiDbContext db, CustomerSignIn signIn, PasskeyDialogue passkeys, CustomerSessions sessions, Approvals approvals, AuthenticationContexts contexts, ClientRegistry clients,
    AuditTrail audit, TimeProvider time)
{
    /// <summary>The visit with this id, if it is this browser's, at this issuer, and neither answered nor expired.</summary>
    public async Task<InteractionRecord?> FindAsync(HttpContext context, string id, CancellationToken cancellation)
    {
        if (SecretCookie.Browser.ReadHash(context) is not { } browser || context.Features.Get<Issuer>() is not { } issuer)
            return null;

        var now = time.GetUtcNow();
        return await db.Interactions.AsTracking().FirstOrDefaultAsync(interaction => interaction.Id == id
            && interaction.BrowserHash == browser
            && interaction.Issuer == issuer.Name
            && interaction.AnsweredAt == null
            && interaction.ExpiresAt > now, cancellation);
    }

    /// <summary>Whether this browser has answered the visit with this id.</summary>
    public async Task<bool> IsAnsweredAsync(HttpContext context, string id, CancellationToken cancellation)
        => SecretCookie.Browser.ReadHash(context) is { } browser && context.Features.Get<Issuer>() is { } issuer
            && await db.Interactions.AnyAsync(interaction => interaction.Id == id
                && interaction.BrowserHash == browser
                && interaction.Issuer == issuer.Name
                && interaction.AnsweredAt != null, cancellation);

    /// <summary>The first element. Whatever was typed, the second is asked for; the verdict falls once, over both.</summary>
    public async Task BeginSignInAsync(InteractionRecord visit, string username, string password, CancellationToken cancellation)
    {
        visit.BeginSignIn(await signIn.BeginAsync(username, password, cancellation));
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>The second element, and the verdict over both. False: begin again.</summary>
    public async Task<bool> CompleteSignInAsync(HttpContext context, Issuer issuer, InteractionRecord visit, string otp, CancellationToken cancellation)
    {
        if (visit.SignInAttempt is not { } attempt)
            return false;

        // The attempt is spent before it is judged: sending the form twice does not judge it twice.
        visit.FailSignIn();
        await db.SaveChangesAsync(cancellation);

        return await ConcludeAsync(context, issuer, visit, await signIn.CompleteAsync(attempt, otp, cancellation), cancellation);
    }

    /// <summary>What a device can be asked for instead of both elements, on this visit; null when the bank has no passkeys.</summary>
    public Task<PasskeyPrompt?> AskForPasskeyAsync(HttpContext context, InteractionRecord visit) => passkeys.AskAsync(context, PlaceOf(visit));

    /// <summary>Whether the request insists on what only a passkey withstands.</summary>
    public bool DemandsPasskey(Issuer issuer, InteractionRecord visit)
        => contexts.DemandedBy(issuer, RequestedContexts.Of(PushedParameters.Deserialize(visit.Parameters))) != AuthenticationTraits.None;

    /// <summary>A passkey, and the verdict over it. False: begin again.</summary>
    public async Task<bool> SignInByPasskeyAsync(
        HttpContext context, Issuer issuer, InteractionRecord visit, string question, string response, CancellationToken cancellation)
    {
        visit.BeginSignIn();
        await db.SaveChangesAsync(cancellation);
        return await ConcludeAsync(context, issuer, visit, await passkeys.AnswerAsync(context, PlaceOf(visit), question, response, cancellation), cancellation);
    }

    /// <summary>
    /// Who is about to decide. Null when nobody has signed in, or the one who did has been away too long: a page left open
    /// is not consent.
    /// </summary>
    public async Task<CustomerAuthentication?> FindDeciderAsync(HttpContext context, Issuer issuer, InteractionRecord visit, CancellationToken cancellation, bool isActivity = true)
        => visit.Authentication is { } customer && (await sessions.FindAsync(context, issuer, cancellation, isActivity))?.Subject == customer.Subject
            ? customer
            : null;

    /// <summary>Whether somebody has signed in on this visit and is not signed in any more.</summary>
    public async Task<bool> IsSignedOutAsync(HttpContext context, Issuer issuer, InteractionRecord visit, CancellationToken cancellation)
        => visit.Customer is not null && await FindDeciderAsync(context, issuer, visit, cancellation) is null;

    /// <summary>Writes the customer's decision down.</summary>
    /// <param name="visit">The visit.</param>
    /// <param name="decision">Yes or no.</param>
    /// <param name="shown">The hash of the action that was on the page they decided on; empty for none.</param>
    /// <param name="cancellation">The request's end.</param>
    public async Task DecideAsync(InteractionRecord visit, Decision decision, string shown, CancellationToken cancellation)
    {
        // What a yes takes is found out first: until then it is none.
        visit.Demand(decision == Decision.Approved ? await approvals.EvaluateAsync(visit, shown, cancellation) : null);
        visit.Decide(decision);
        await db.SaveChangesAsync(cancellation);
        await RecordAsync(decision == Decision.Approved ? SecurityEvent.ConsentGiven : SecurityEvent.ConsentDenied, visit, visit.Authentication?.Subject);
    }

    /// <summary>
    /// The customer leaves, whether or not anyone has signed in. To the client it is a no like any other, and like any other
    /// it uses the request up.
    /// </summary>
    public async Task CancelAsync(InteractionRecord visit, CancellationToken cancellation)
    {
        if (visit.Decision == Decision.Denied)
            return; // it has been said, and is on record

        visit.Decide(Decision.Denied);
        await db.SaveChangesAsync(cancellation);
        await RecordAsync(SecurityEvent.VisitCancelled, visit, subject: null);
    }

    /// <summary>The client's name, as it may stand among the bank's words.</summary>
    public async Task<string> NameOfClientAsync(InteractionRecord visit, CancellationToken cancellation)
        => ForeignName.Show((await clients.FindAsync(visit.Issuer, visit.ClientId, cancellation))?.Name ?? visit.ClientId);

    private async Task<bool> ConcludeAsync(
        HttpContext context, Issuer issuer, InteractionRecord visit, SignInResult verdict, CancellationToken cancellation)
    {
        if (verdict is not SignInResult.Success success)
        {
            await RecordAsync(SecurityEvent.SignInFailed, visit, subject: null);
            return false;
        }

        var customer = await sessions.BeginAsync(context, issuer, CustomerAuthentication.Of(success), cancellation);
        visit.Recognise(customer);
        await db.SaveChangesAsync(cancellation);

        await RenewBrowserAsync(context, visit, cancellation);
        await RecordAsync(SecurityEvent.SignInSucceeded, visit, customer.Subject);
        return true;
    }

    private static string PlaceOf(InteractionRecord visit) => $"visit:{visit.Id}";

    // A browser that was tied to a visit before anyone signed in could have been prepared by someone else: from here on
    // only the one that signed in is believed. Other visits of the same browser move along.
    private async Task RenewBrowserAsync(HttpContext context, InteractionRecord visit, CancellationToken cancellation)
    {
        var old = visit.BrowserHash;
        var renewed = SecretCookie.Browser.Renew(context);
        await db.Interactions.Where(interaction => interaction.BrowserHash == old)
            .ExecuteUpdateAsync(set => set.SetProperty(interaction => interaction.BrowserHash, renewed), cancellation);
    }

    private ValueTask RecordAsync(string what, InteractionRecord visit, string? subject)
        => audit.RecordAsync(new SecurityEvent(what, visit.Issuer)
        {
            ClientId = visit.ClientId,
            Subject = subject,
            CorrelationId = visit.CorrelationId,
        });
}
