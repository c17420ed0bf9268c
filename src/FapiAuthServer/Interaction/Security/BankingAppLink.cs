using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Startup;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Interaction.Security;

/// <summary>Where the banking app is opened with an activation code. What follows the # is sent to no server.</summary>
internal sealed class BankingAppLink(IOptions<ServerOptions> options)
{
    private readonly string? app = options.Value.BankingAppAddress ?? (options.Value.IsSandbox ? options.Value.Sandbox.AppAddress : null);

    /// <summary>Null when it is not known where the app is.</summary>
    public string? For(ActivationCode code) => app is null ? null : $"{app}/#activate={code.Text}";
}
