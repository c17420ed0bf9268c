using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Factors.App;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.Devices;

/// <summary>The customer's phones.</summary>
internal sealed class DevicesModel(OwnDevices devices) : PageModel
{
    public IReadOnlyList<AppDeviceSummary> Phones { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await devices.FindCustomerAsync(HttpContext, issuer, cancellation) is not { } customer)
            return new SeeOther(issuer.Path + OwnDevices.SignInPath);

        Phones = await devices.ListAsync(customer, cancellation);
        return Page();
    }

    /// <summary>A phone is lost.</summary>
    public async Task<IActionResult> OnPostAsync(Guid device, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await devices.FindCustomerAsync(HttpContext, issuer, cancellation) is { } customer)
            await devices.ReportLostAsync(issuer, customer, device, cancellation);

        return new SeeOther(issuer.Path + OwnDevices.Path);
    }
}
