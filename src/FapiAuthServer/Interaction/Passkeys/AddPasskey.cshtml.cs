using FapiAuthServer.Interaction.Devices;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Factors.Passkeys;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.Passkeys;

/// <summary>Makes a passkey: first the customer shows two other elements, then the device makes the key.</summary>
internal sealed class AddPasskeyModel(OwnDevices devices, OwnPasskeys passkeys) : PageModel
{
    /// <summary>The key of the words for what has not worked; null when nothing has.</summary>
    public string? Fault { get; private set; }
    public string Label { get; private set; } = "";

    /// <summary>What the device is to be asked for; null before the two elements were shown.</summary>
    public PasskeyInvitation? Invitation { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        return !passkeys.AreOffered ? new SeeOther(issuer.Path + OwnPasskeys.Path)
            : await devices.FindCustomerAsync(HttpContext, issuer, cancellation) is null ? new SeeOther(issuer.Path + OwnDevices.SignInPath)
            : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? label, string? password, string? otp, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await devices.FindCustomerAsync(HttpContext, issuer, cancellation) is not { } customer)
            return new SeeOther(issuer.Path + OwnDevices.SignInPath);

        Label = (label ?? "").Trim();
        if (!PasskeyEnrolment.IsLabel(Label))
        {
            Fault = "Passkeys.LabelUnfit"; // before anything is asked of the customer that works once
            return Page();
        }

        Invitation = await passkeys.InviteAsync(issuer, customer, password ?? "", otp ?? "", cancellation);
        if (Invitation is null)
            Fault = "Passkeys.NotShown";
        else
            ContentSecurity.AllowOwnScript(HttpContext);
        return Page();
    }

    /// <summary>The device has made one.</summary>
    public async Task<IActionResult> OnPostMadeAsync(Guid registration, string? label, string? response, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await devices.FindCustomerAsync(HttpContext, issuer, cancellation) is not { } customer)
            return new SeeOther(issuer.Path + OwnDevices.SignInPath);

        if (await passkeys.AddAsync(issuer, customer, registration, response ?? "", label ?? "", cancellation))
            return new SeeOther(issuer.Path + OwnPasskeys.Path);

        (Fault, Label) = ("Passkeys.NotTaken", label ?? "");
        return Page();
    }
}
