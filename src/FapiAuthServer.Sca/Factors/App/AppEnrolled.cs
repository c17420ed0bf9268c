namespace FapiAuthServer.Sca.Factors.App;

/// <summary>What a new device is told, this once.</summary>
/// <param name="DeviceId">Its name in everything it signs.</param>
/// <param name="CodeKey">The key of its codes (OCRA-1:HOTP-SHA256-8:QH64), to be kept where it cannot be read.</param>
public sealed record AppEnrolled(Guid DeviceId, byte[] CodeKey)
{
    // A record would otherwise print the key's type only, and one day the key.
    public override string ToString() => $"{nameof(AppEnrolled)} {DeviceId}";
}
