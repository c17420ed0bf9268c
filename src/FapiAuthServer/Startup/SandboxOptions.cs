using System.ComponentModel.DataAnnotations;

namespace FapiAuthServer.Startup;

/// <summary>Where the samples of the sandbox are.</summary>
internal sealed class SandboxOptions
{
    /// <summary>How many customers the kit has besides Ada; default 96, at most 1,000. A one-time code serves once, so that quick tests need many.</summary>
    [Range(1, 1000)]
    public int TestCustomers { get; set; } = 96;

    /// <summary>The sample bank's API, also the audience of access tokens for accounts.</summary>
    public string BankAddress { get; set; } = "https://localhost:9445";

    /// <summary>The sample fintech.</summary>
    public string FintechAddress { get; set; } = "https://localhost:9446";

    /// <summary>The sample bank's app; activation codes are shown as links to it.</summary>
    public string AppAddress { get; set; } = "https://localhost:9447";

    /// <summary>Where test clients listen for back-channel logout while the conformance runner tests it.</summary>
    public string LogoutReceiverAddress { get; set; } = "https://localhost:9448";
}
