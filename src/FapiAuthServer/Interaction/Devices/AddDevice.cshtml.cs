using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Startup;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Interaction.Devices;

/// <summary>Gives the customer a code that makes one more phone theirs. It is in the answer to the form and nowhere else.</summary>
internal sealed class AddDeviceModel(OwnDevices devices, IOptions<ServerOptions> options) : PageModel
{
    private readonly string? app = options.Value.BankingAppAddress ?? (options.Value.IsSandbox ? options.Value.Sandbox.AppAddress : null);

    public bool Failed { get; private set; }
    public ActivationCode? Code { get; private set; }

    /// <summary>Opens the app with the code; null when it is not known where the app is. What follows the # is sent to no server.</summary>
    public string? Link => Code is { } code && app is not null ? $"{app}/#activate={code.Text}" : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        return await devices.FindCustomerAsync(HttpContext, issuer, cancellation) is null ? new SeeOther(issuer.Path + OwnDevices.SignInPath) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? password, string? otp, CancellationToken cancellation)
    {
        var issuer = HttpContext.Features.Get<Issuer>()!;
        if (await devices.FindCustomerAsync(HttpContext, issuer, cancellation) is not { } customer)
            return new SeeOther(issuer.Path + OwnDevices.SignInPath);

        Code = await devices.ActivateAsync(issuer, customer, password ?? "", otp ?? "", cancellation);
        Failed = Code is null;
        return Page();
    }
}
