namespace FapiAuthServer.Startup;

/// <summary>Where the samples of the sandbox are.</summary>
internal sealed class SandboxOptions
{
    /// <summary>The sample bank's API, also the audience of access tokens for accounts.</summary>
    public string BankAddress { get; set; } = "https://localhost:9445";

    /// <summary>The sample fintech.</summary>
    public string FintechAddress { get; set; } = "https://localhost:9446";

    /// <summary>The sample bank's app; activation codes are shown as links to it.</summary>
    public string AppAddress { get; set; } = "https://localhost:9447";
}
