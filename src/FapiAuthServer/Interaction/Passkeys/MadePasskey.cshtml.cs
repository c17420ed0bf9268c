using FapiAuthServer.Interaction.Devices;
using FapiAuthServer.Issuers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.Passkeys;

/// <summary>Takes the passkey that a device has made, once its customer had authenticated for adding one.</summary>
internal sealed class MadePasskeyModel(OwnDevices visitors, OwnPasskeys passkeys) : PageModel
{
    public IActionResult OnGet() => new SeeOther(HttpContext.Features.Get<Issuer>()!.Path + OwnPasskeys.Path);

    public async Task<IActionResult> OnPostAsync(Guid registration, string? label, string? response, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await visitors.FindCustomerAsync(HttpContext, issuer, cancellation) is not { } customer)
            return new SeeOther(issuer.Path + OwnDevices.SignInPath);

        return await passkeys.AddAsync(issuer, customer, registration, response ?? "", label ?? "", cancellation)
            ? new SeeOther(issuer.Path + OwnPasskeys.Path)
            : Page();
    }
}
