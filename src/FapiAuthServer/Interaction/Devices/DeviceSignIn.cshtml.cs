using FapiAuthServer.Interaction.Security;
using FapiAuthServer.Issuers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.Devices;

/// <summary>Signs in a customer whom no client has sent.</summary>
internal sealed class DeviceSignInModel(OwnDevices devices) : PageModel
{
    public bool Failed { get; private set; }

    public void OnGet()
    {
        // The form is all there is.
    }

    public async Task<IActionResult> OnPostAsync(string? username, string? password, string? otp, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await devices.SignInAsync(HttpContext, issuer, username ?? "", password ?? "", otp ?? "", cancellation))
            return new SeeOther(issuer.Path + OwnFactors.Path);

        Failed = true;
        return Page();
    }
}
