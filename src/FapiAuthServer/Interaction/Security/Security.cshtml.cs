using FapiAuthServer.Interaction.Devices;
using FapiAuthServer.Issuers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FapiAuthServer.Interaction.Security;

/// <summary>All that the customer authenticates with, and the way to change it. The banking app sends customers here as <c>/devices</c>.</summary>
internal sealed class SecurityModel(OwnDevices visitors, OwnFactors factors) : PageModel
{
    public FactorOverview Factors { get; private set; } = null!;

    /// <summary>Something was reported lost that the customer does not have, or no longer.</summary>
    public bool IsUnknown { get; private set; }
    public string Root => HttpContext.Features.Get<Issuer>()!.Path;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await visitors.FindCustomerAsync(HttpContext, issuer, cancellation) is not { } customer)
            return new SeeOther(issuer.Path + OwnDevices.SignInPath);

        Factors = await factors.ListAsync(customer, cancellation);
        return Page();
    }

    /// <summary>A phone or, without one, the mobile number is lost.</summary>
    public async Task<IActionResult> OnPostAsync(Guid? device, bool number, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await visitors.FindCustomerAsync(HttpContext, issuer, cancellation) is not { } customer)
            return new SeeOther(issuer.Path + OwnDevices.SignInPath);

        var isEnded = number
            ? await factors.ReportNumberLostAsync(issuer, customer, cancellation)
            : await factors.ReportPhoneLostAsync(issuer, customer, device ?? Guid.Empty, cancellation);
        if (isEnded)
            return new SeeOther(issuer.Path + OwnFactors.Path);

        IsUnknown = true;
        Factors = await factors.ListAsync(customer, cancellation);
        return Page();
    }
}
