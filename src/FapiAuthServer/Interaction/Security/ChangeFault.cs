namespace FapiAuthServer.Interaction.Security;

/// <summary>What was wrong with a form before anything was judged or changed; also part of the keys of the words for it.</summary>
internal enum ChangeFault
{
    None,
    NumberInvalid,
    LabelUnfit,
    PasswordUnfit,
    PasswordsDiffer,
    CodeWrong,
}
