using FapiAuthServer.Interaction.Devices;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca;
using FapiAuthServer.Sca.Factors.Passkeys;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Interaction.Passkeys;

/// <summary>The customer's passkeys.</summary>
internal sealed class PasskeysModel(OwnDevices devices, OwnPasskeys passkeys, IOptions<ScaOptions> sca, TimeProvider time) : PageModel
{
    public IReadOnlyList<PasskeySummary> Passkeys { get; private set; } = [];
    public bool AreOffered => passkeys.AreOffered;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await devices.FindCustomerAsync(HttpContext, issuer, cancellation) is not { } customer)
            return new SeeOther(issuer.Path + OwnDevices.SignInPath);

        Passkeys = await passkeys.ListAsync(customer, cancellation);
        return Page();
    }

    /// <summary>A passkey is lost.</summary>
    public async Task<IActionResult> OnPostAsync(Guid passkey, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await devices.FindCustomerAsync(HttpContext, issuer, cancellation) is { } customer)
            await passkeys.ReportLostAsync(issuer, customer, passkey, cancellation);

        return new SeeOther(issuer.Path + OwnPasskeys.Path);
    }

    /// <summary>The key of the words for what a passkey is good for.</summary>
    public string UseOf(PasskeySummary passkey) => passkey switch
    {
        { IsSynced: true } when sca.Value.Passkeys.SyncedKeysCount => "Passkeys.SignsInOnly",
        { IsSynced: true } => "Passkeys.Copied",
        _ when passkey.PaymentsFrom > time.GetUtcNow() => "Passkeys.PaysLater",
        _ => "Passkeys.Pays",
    };
}
