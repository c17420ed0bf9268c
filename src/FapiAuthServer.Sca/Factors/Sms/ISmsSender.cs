namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>Sends texts; a bank connects its provider here.</summary>
[ExtensionPoint]
public interface ISmsSender
{
    /// <summary>Sends one text. False when it cannot be delivered; the code in it is void then.</summary>
    Task<bool> SendAsync(SmsText text, CancellationToken ct);
}
