using System.Security.Cryptography;
using System.Text.Json;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors.Passkeys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using SignInResult = FapiAuthServer.Sca.Customers.SignInResult;

namespace FapiAuthServer.Interaction.Passkeys;

/// <summary>
/// The sign-in with a passkey. ASP.NET Core Identity asks and verifies the signature; what that is worth, and whether it is counted
/// as a failure, is the module's to say. Nothing is kept of a question until it is answered, so that asking costs nothing. (WEBAUTHN-7.2)
/// </summary>
internal sealed class PasskeyDialogue(
    IPasskeyHandler<Customer> handler, PasskeySignIn signIn, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Purpose = "FapiAuthServer.Interaction.PasskeyQuestion.v1";

    /// <summary>Asks whoever is at this place, which is a visit or a browser; null when the bank has no passkeys.</summary>
    public async Task<PasskeyPrompt?> AskAsync(HttpContext context, string place)
    {
        if (!signIn.IsOffered)
            return null;

        // Of nobody in particular: naming keys would tell a stranger who has some.
        var asked = await handler.MakeRequestOptionsAsync(user: null, context);
        var question = new PasskeyQuestion(Guid.CreateVersion7(), time.GetUtcNow(), asked.AssertionState!);
        return new PasskeyPrompt(asked.RequestOptionsJson, ProtectorFor(context, place).Protect(JsonSerializer.Serialize(question)));
    }

    /// <summary>Judges what came back to a question that was asked at this place, and at no other.</summary>
    public async Task<SignInResult> AnswerAsync(HttpContext context, string place, string question, string response, CancellationToken cancellation)
        => Open(context, place, question) is { } asked
            ? await signIn.CompleteAsync(
                new PasskeyAnswer(asked.Id, asked.AskedAt, response), _ => VerifyAsync(context, asked, response), cancellation)
            : new SignInResult.Refused();

    private async Task<VerifiedPasskey?> VerifyAsync(HttpContext context, PasskeyQuestion asked, string response)
    {
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context,
            CredentialJson = response,
            AssertionState = asked.State,
        });
        return result is { Succeeded: true, User: { } customer, Passkey: { } passkey }
            ? new VerifiedPasskey(customer.Id, passkey.CredentialId, passkey.SignCount, passkey.IsBackupEligible, passkey.IsBackedUp)
            : null;
    }

    private PasskeyQuestion? Open(HttpContext context, string place, string question)
    {
        try
        {
            return JsonSerializer.Deserialize<PasskeyQuestion>(ProtectorFor(context, place).Unprotect(question));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector ProtectorFor(HttpContext context, string place)
        => protection.CreateProtector(Purpose, context.Features.Get<Issuer>()!.Name, place);
}
