namespace FapiAuthServer.Sca.Exemptions;

/// <summary>An objective reason to suspect fraud, and where its evidence is kept: the authority may ask for both.</summary>
public sealed record ScaOverride
{
    public ScaOverride(string reason, string evidence)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentException.ThrowIfNullOrWhiteSpace(evidence);
        Reason = reason;
        Evidence = evidence;
    }

    public string Reason { get; }

    public string Evidence { get; }
}
