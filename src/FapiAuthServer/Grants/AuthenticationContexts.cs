using FapiAuthServer.Issuers;
using FapiAuthServer.Profiles;
using FapiAuthServer.Sca;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Passkeys;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Grants;

/// <summary>
/// The values of <c>acr</c> that each issuer gives. A value that was asked for is given when it was earned and never otherwise
/// (OIDUAR-2); one who earned more than was asked for has earned that too.
/// </summary>
internal sealed class AuthenticationContexts(IOptions<ScaOptions> sca)
{
    private readonly AuthenticationTraits possible = PossibleWith(sca.Value);

    /// <summary>What the issuer can give, for its metadata: nothing that no customer could earn.</summary>
    public IReadOnlyList<string> OfferedBy(Issuer issuer) => [.. ContextsOf(issuer).Select(context => context.Value)];

    /// <summary>Whether the issuer knows any of the values that a request insists on.</summary>
    public bool CanMeet(Issuer issuer, RequestedContexts requested)
        => !requested.AreEssential || requested.Values.Any(value => Find(issuer, value) is not null);

    /// <summary>Whether an authentication will do: it earned one of the values asked for, or none that is known here was asked for.</summary>
    public bool AreMet(Issuer issuer, RequestedContexts requested, AuthenticationTraits traits)
    {
        AuthenticationContext[] known = [.. requested.Values.Select(value => Find(issuer, value)).OfType<AuthenticationContext>()];
        return known.Length == 0 ? !requested.AreEssential : known.Any(context => context.IsEarnedBy(traits));
    }

    /// <summary>The least that an authentication must withstand for a request that insists; nothing for one that does not.</summary>
    public AuthenticationTraits DemandedBy(Issuer issuer, RequestedContexts requested)
    {
        AuthenticationTraits[] known = requested.AreEssential ? [.. requested.Values.Select(value => Find(issuer, value)).OfType<AuthenticationContext>().Select(context => context.Traits)] : [];
        return known.Length == 0 ? AuthenticationTraits.None : known.Min();
    }

    /// <summary>The value for an authentication: the first that was asked for and earned, or else the issuer's usual one.</summary>
    public string Choose(Issuer issuer, RequestedContexts requested, AuthenticationTraits traits)
        => (requested.Values.Select(value => Find(issuer, value)).OfType<AuthenticationContext>().FirstOrDefault(context => context.IsEarnedBy(traits))
            ?? ContextsOf(issuer).First(context => context.Traits == AuthenticationTraits.None)).Value;

    /// <summary>Whether two elements of whatever kind earn a value under this configuration.</summary>
    public static bool HasUsual(IssuerOptions options) => options.AcrOfTwoFactors is not null || TablesOf(options).Any(AcrValues.HasUsual);

    private AuthenticationContext? Find(Issuer issuer, string value) => ContextsOf(issuer).FirstOrDefault(context => context.Value == value);

    private IEnumerable<AuthenticationContext> ContextsOf(Issuer issuer)
        => (issuer.Options.AcrOfTwoFactors is { } own ? [new AuthenticationContext(own)] : Enumerable.Empty<AuthenticationContext>())
            .Concat(TablesOf(issuer.Options).SelectMany(AcrValues.Of).Select(AuthenticationContext.Of))
            .Where(context => context.IsEarnedBy(possible));

    private static List<AcrTable> TablesOf(IssuerOptions options)
        => options.AcrTables.Count > 0 ? options.AcrTables : options.AcrOfTwoFactors is null ? [AcrValues.Usual] : [];

    private static AuthenticationTraits PossibleWith(ScaOptions options)
        => options.Passkeys.RelyingPartyId is null ? AuthenticationTraits.None
            : options.Passkeys.Attestation == AttestationDemand.None ? AuthenticationTraits.PhishingResistant
            : AuthenticationTraits.PhishingResistant | AuthenticationTraits.HardwareProtected;
}
