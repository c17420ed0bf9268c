using Fido2NetLib.Objects;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>A new credential, and whether its maker vouches for it.</summary>
internal sealed record RegisteredPasskey(RegisteredPublicKeyCredential Credential, bool IsAttested);
