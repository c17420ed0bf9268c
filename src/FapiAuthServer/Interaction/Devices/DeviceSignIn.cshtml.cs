using FapiAuthServer.Interaction.Passkeys;
using FapiAuthServer.Interaction.Security;
using FapiAuthServer.Issuers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.Devices;

/// <summary>Signs in a customer whom no client has sent.</summary>
internal sealed class DeviceSignInModel(OwnDevices devices) : PageModel
{
    public bool Failed { get; private set; }

    /// <summary>What a device can be asked for instead; null when the bank has no passkeys.</summary>
    public PasskeyPrompt? Passkey { get; private set; }

    public Task OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync(string? username, string? password, string? otp, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await devices.SignInAsync(HttpContext, issuer, username ?? "", password ?? "", otp ?? "", cancellation))
            return new SeeOther(issuer.Path + OwnFactors.Path);

        Failed = true;
        await ShowAsync();
        return Page();
    }

    /// <summary>A passkey has answered.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(string? question, string? response, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await devices.SignInByPasskeyAsync(HttpContext, issuer, question ?? "", response ?? "", cancellation))
            return new SeeOther(issuer.Path + OwnFactors.Path);

        Failed = true;
        await ShowAsync();
        return Page();
    }

    private async Task ShowAsync()
    {
        Passkey = await devices.AskForPasskeyAsync(HttpContext);
        if (Passkey is not null)
            ContentSecurity.AllowOwnScript(HttpContext);
    }
}
