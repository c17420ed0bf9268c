using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Tls;

/// <summary>Which versions and suites a listener takes, and how it refuses the others.</summary>
internal static class TlsChecks
{
    /// <summary>Asks the listener at the address, by hellos that are no exchanges.</summary>
    /// <param name="forBrowsers">Whether browsers come here: then old suites are nobody's business but theirs.</param>
    public static async Task CheckAsync(ModuleContext context, Uri address, bool forBrowsers = false)
    {
        var at = $" ({address.Authority})";
        var demands = context.Traits.Demands;

        var both = await AskAsync(new ClientHello(TlsVersion.Tls12, [.. CipherSuites.OfTls13, .. demands.GoodSuites]) { OffersTls13 = true });
        Expect(both.Version is TlsVersion.Tls12 or TlsVersion.Tls13, demands.Tls, $"TLS 1.2 or 1.3 is taken with good suites{at}", both.ToString());

        var only13 = await AskAsync(new ClientHello(TlsVersion.Tls12, CipherSuites.OfTls13) { OffersTls13 = true });
        var has13 = only13.Version == TlsVersion.Tls13;
        Expect(has13, "RFC9325-3.1.1", $"TLS 1.3 is offered{at}", only13.ToString(), Severity.Warning);
        if (has13)
        {
            Expect(both.Version == TlsVersion.Tls13, "RFC9325-3.1.1", $"TLS 1.3 is chosen before 1.2{at}", both.ToString());
        }
        foreach (var version in new[] { TlsVersion.Tls10, TlsVersion.Tls11 })
        {
            var old = await AskAsync(new ClientHello(version, [.. demands.BadSuites, .. CipherSuites.Tolerated, .. demands.GoodSuites]));
            Expect(
                old.IsClosed || old.Alert is ServerReply.HandshakeFailure or ServerReply.ProtocolVersion, "RFC9325-3.1.1",
                $"{version} is refused by handshake_failure, protocol_version or a closed connection{at}", old.ToString());
        }
        if (!forBrowsers)
        {
            await CheckSuitesAsync();
        }

        async Task CheckSuitesAsync()
        {
            var bad = await AskAsync(new ClientHello(TlsVersion.Tls12, demands.BadSuites));
            // A listener without TLS 1.2 refuses the version before it looks at the suites.
            var without12 = bad.Alert == ServerReply.ProtocolVersion
                && (await AskAsync(new ClientHello(TlsVersion.Tls12, demands.GoodSuites))).Version is null;
            Expect(
                bad.IsClosed || bad.Alert == ServerReply.HandshakeFailure || without12, demands.CipherSuites,
                $"Suites that are not recommended are refused by handshake_failure{at}", bad.ToString());
            var tolerated = await AskAsync(new ClientHello(TlsVersion.Tls12, CipherSuites.Tolerated));
            Expect(tolerated.Version is null, demands.CipherSuites, $"DHE suites are refused{at}", tolerated.ToString(), Severity.Warning);
        }

        void Expect(bool holds, string requirement, string text, string found, Severity otherwise = Severity.Failure) =>
            context.Checks.Expect(holds, requirement, text, found, otherwise, ofExchange: false);

        Task<ServerReply> AskAsync(ClientHello hello) => TlsProbe.AskAsync(hello, address, context.Cancellation);
    }
}
