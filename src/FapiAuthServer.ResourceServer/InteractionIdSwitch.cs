namespace FapiAuthServer.ResourceServer;

/// <summary>Whether the application has asked for interaction identifiers.</summary>
internal sealed class InteractionIdSwitch
{
    public bool IsOn { get; set; }
}
