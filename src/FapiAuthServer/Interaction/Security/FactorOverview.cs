using FapiAuthServer.Sca.Factors.App;

namespace FapiAuthServer.Interaction.Security;

/// <summary>What a customer has to authenticate with, as it may be shown: nothing in it can be used.</summary>
internal sealed record FactorOverview(IReadOnlyList<AppDeviceSummary> Phones, string? NumberEnd, bool HasAuthenticatorApp, int RecoveryCodes);
