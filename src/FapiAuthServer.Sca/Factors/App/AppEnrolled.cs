namespace FapiAuthServer.Sca.Factors.App;

/// <summary>What a new device is told, this once.</summary>
/// <param name="DeviceId">Its name in everything it signs.</param>
/// <param name="CodeKey">The key of its codes, to be kept where it cannot be read.</param>
public sealed record AppEnrolled(Guid DeviceId, byte[] CodeKey)
{
    /// <summary>How a code is made of the key and the question of a prompt (RFC 6287).</summary>
    public const string CodeSuite = Ocra.Suite;

    // A record would otherwise print the key's type only, and one day the key.
    public override string ToString() => $"{nameof(AppEnrolled)} {DeviceId}";
}
