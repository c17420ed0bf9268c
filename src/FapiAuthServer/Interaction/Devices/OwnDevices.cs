using FapiAuthServer.Audit;
using FapiAuthServer.Grants;
using FapiAuthServer.Interaction.Passkeys;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Customers;

namespace FapiAuthServer.Interaction.Devices;

/// <summary>Customers who come to the bank by themselves, without a client that sends them.</summary>
internal sealed class OwnDevices(
    CustomerSignIn signIn, PasskeyDialogue passkeys, CustomerSessions sessions, CustomerDirectory directory, AuditTrail audit)
{
    public const string Path = "/devices";
    public const string SignInPath = "/devices/sign-in";

    private const string TwoElements = "mfa";

    /// <summary>Who is signed in, with no less than what they may manage here, or null. (SCA-105)</summary>
    public async Task<CustomerIdentity?> FindCustomerAsync(HttpContext context, Issuer issuer, CancellationToken cancellation, bool isActivity = true)
        => await sessions.FindAsync(context, issuer, cancellation, isActivity) is { } session && session.Methods.Contains(TwoElements)
            ? await directory.FindBySubjectAsync(session.Subject, cancellation)
            : null;

    /// <summary>Both elements at once, and one verdict over them.</summary>
    public async Task<bool> SignInAsync(HttpContext context, Issuer issuer, string username, string password, string otp, CancellationToken cancellation)
    {
        var attempt = await signIn.BeginAsync(username, password, cancellation);
        return await ConcludeAsync(context, issuer, await signIn.CompleteAsync(attempt, otp, cancellation), cancellation);
    }

    /// <summary>What a device can be asked for instead, in this browser; null when the bank has no passkeys.</summary>
    public Task<PasskeyPrompt?> AskForPasskeyAsync(HttpContext context)
        => passkeys.AskAsync(context, PlaceOf(SecretCookie.Browser.ReadHash(context) ?? SecretCookie.Browser.Renew(context)));

    /// <summary>A passkey, which is both elements.</summary>
    public async Task<bool> SignInByPasskeyAsync(HttpContext context, Issuer issuer, string question, string response, CancellationToken cancellation)
    {
        var verdict = SecretCookie.Browser.ReadHash(context) is { } browser
            ? await passkeys.AnswerAsync(context, PlaceOf(browser), question, response, cancellation)
            : new SignInResult.Refused();
        return await ConcludeAsync(context, issuer, verdict, cancellation);
    }

    private async Task<bool> ConcludeAsync(HttpContext context, Issuer issuer, SignInResult verdict, CancellationToken cancellation)
    {
        if (verdict is not SignInResult.Success success)
        {
            await RecordAsync(SecurityEvent.SignInFailed, issuer, subject: null);
            return false;
        }

        var customer = await sessions.BeginAsync(context, issuer, CustomerAuthentication.Of(success), cancellation);
        await RecordAsync(SecurityEvent.SignInSucceeded, issuer, customer.Subject);
        return true;
    }

    private static string PlaceOf(string browser) => $"browser:{browser}";

    private ValueTask RecordAsync(string what, Issuer issuer, string? subject)
        => audit.RecordAsync(new SecurityEvent(what, issuer.Name) { Subject = subject, Endpoint = Path });
}
