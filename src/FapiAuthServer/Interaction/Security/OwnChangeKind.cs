namespace FapiAuthServer.Interaction.Security;

/// <summary>What customers can change about how they authenticate; also part of the keys of the words for it.</summary>
internal enum OwnChangeKind
{
    Phone,
    Number,
    AuthenticatorApp,
    RecoveryCodes,
    Passkey,
    Password,
}
