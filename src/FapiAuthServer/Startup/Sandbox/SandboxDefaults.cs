using FapiAuthServer.Issuers;
using FapiAuthServer.Profiles;
using FapiAuthServer.Sca.Factors.Passkeys;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>What the sandbox adds to a configuration that says nothing: one issuer per profile, SQLite, quick passwords, new phones that may pay at once.</summary>
internal static class SandboxDefaults
{
    private const string PaymentReportScope = "payments.report";
    private static readonly string[] ReadAndPay = ["account_information", "payment_initiation"];

    public static void Apply(ServerOptions options)
    {
        options.SandboxDirectory = Path.GetFullPath(options.SandboxDirectory);
        if (options.Database.Provider == DatabaseProvider.Sqlite && string.IsNullOrEmpty(options.Database.ConnectionString))
            options.Database.ConnectionString = $"Data Source={Path.Combine(options.SandboxDirectory, "server.db")}";

        options.Sca.PasswordIterations = 100_000;
        options.Sca.NewFactorCoolingOff = TimeSpan.Zero; // nobody waits a day to see the app they have just set up approve a payment
        OfferPasskeys(options.Sca.Passkeys, new Uri(options.PublicAddress));

        if (options.Issuers.Count == 0)
        {
            options.Issuers.AddRange(
            [
                Issuer("fapi2", "fapi2-security", options, ReadAndPay),
                Issuer("fapi2-ms", "fapi2-message-signing", options, ReadAndPay),
                Issuer("fapi1", "fapi1-advanced", options, ReadAndPay),
                Issuer("fapi1-baseline", "fapi1-baseline", options, ["account_information"]),
                Issuer("oidc", "oidc", options, [], "profile", "email", "address", "phone"),
            ]);
        }
    }

    // A number is no domain, and browsers make passkeys for domains only.
    private static void OfferPasskeys(PasskeyOptions passkeys, Uri address)
    {
        if (address.HostNameType == UriHostNameType.Dns)
            passkeys.RelyingPartyId ??= address.Host;
        if (passkeys.Origins.Count == 0)
            passkeys.Origins.Add(address.GetLeftPart(UriPartial.Authority));
    }

    private static IssuerOptions Issuer(string name, string profile, ServerOptions options, string[] detailsTypes, params string[] identityScopes) => new()
    {
        Name = name,
        Path = "/" + name,
        Profile = profile,
        AcrTables = [AcrTable.UnitedKingdom, AcrTable.PhishingResistant],
        Scopes =
        [
            new ScopeOptions { Name = "openid" },
            .. identityScopes.Select(scope => new ScopeOptions { Name = scope, IsReadOnly = true }),
            new ScopeOptions { Name = "accounts", IsReadOnly = true, Resource = options.Sandbox.BankAddress },
            new ScopeOptions { Name = "offline_access" },
            .. IsReportedTo(profile) ? [new ScopeOptions { Name = PaymentReportScope }] : Array.Empty<ScopeOptions>(),
        ],
        PaymentReportScope = IsReportedTo(profile) ? PaymentReportScope : null,
        AuthorizationDetailsTypes = [.. detailsTypes.Select(type => new AuthorizationDetailsTypeOptions { Name = type, Resource = options.Sandbox.BankAddress })],
    };

    // The sample bank proves its key by DPoP.
    private static bool IsReportedTo(string profile)
        => FapiProfiles.All.First(candidate => candidate.Name == profile) is var demands
            && demands.SenderConstraints.Value.Contains(SenderConstraint.DPoP) && demands.UnboundTokenLifetime.Value == TimeSpan.Zero;
}
