namespace FapiAuthServer.Profiles;

/// <summary>A value of <c>acr</c> that an ecosystem has agreed on, and what it stands for beyond two elements.</summary>
internal sealed record AcrValue(string Value, bool ResistsPhishing = false, bool IsInHardware = false);
