using FapiAuthServer.Interaction.Passkeys;
using FapiAuthServer.Issuers;
using FapiAuthServer.Transaction;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.SignIn;

/// <summary>The first element: user name and password. Or both at once, with a passkey.</summary>
internal sealed class SignInModel(Visits visits) : PageModel
{
    private const int LongestUsername = 256;

    public string ClientName { get; private set; } = "";
    public int Minutes { get; private set; }

    /// <summary>Whom the client believes it sends; the customer sees it and may type another name over it.</summary>
    public string? Username { get; private set; }
    public bool Failed { get; private set; }

    /// <summary>What a device can be asked for instead; null when the bank has no passkeys.</summary>
    public PasskeyPrompt? Passkey { get; private set; }

    /// <summary>Whether nothing else would do for this request.</summary>
    public bool OnlyPasskey { get; private set; }

    /// <summary>Somebody had signed in on this visit, and no longer is: they are told why they must again.</summary>
    public bool SignedOut { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellation)
    {
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        ClientName = await visits.NameOfClientAsync(visit, cancellation);
        Minutes = (int)(visit.ExpiresAt - visit.CreatedAt).TotalMinutes;
        Username = PushedParameters.Deserialize(visit.Parameters).LoginHint is { Length: <= LongestUsername } hint ? hint : null;
        Failed = visit.LastAttemptFailed;
        SignedOut = await visits.IsSignedOutAsync(HttpContext, HttpContext.Features.Get<Issuer>()!, visit, cancellation);
        OnlyPasskey = visits.DemandsPasskey(HttpContext.Features.Get<Issuer>()!, visit);
        Passkey = await visits.AskForPasskeyAsync(HttpContext, visit);
        if (Passkey is not null)
            ContentSecurity.AllowOwnScript(HttpContext);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string? username, string? password, CancellationToken cancellation)
    {
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        await visits.BeginSignInAsync(visit, username ?? "", password ?? "", cancellation);
        return new SeeOther(VisitPages.Url(HttpContext.Features.Get<Issuer>()!, visit));
    }

    /// <summary>A passkey has answered.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(string id, string? question, string? response, CancellationToken cancellation)
    {
        if (await visits.FindAsync(HttpContext, id, cancellation) is not { } visit)
            return await VisitGone.PageAsync(this, visits, id, cancellation);

        var issuer = HttpContext.Features.Get<Issuer>()!;
        await visits.SignInByPasskeyAsync(HttpContext, issuer, visit, question ?? "", response ?? "", cancellation);
        return new SeeOther(VisitPages.Url(issuer, visit));
    }
}
