using System.Net.Security;
using System.Security.Authentication;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Tls;
using static FapiAuthServer.Conformance.FaultTests.Faults.Variants;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What a listener takes in a handshake.</summary>
internal static class TlsFaults
{
    private const byte InternalError = 80;
    private const string OfServer = "ensure-holder-of-key-required";
    private const string OfResource = "happy-flow";

    public static IReadOnlyList<Fault> All { get; } =
    [
        AtServer("The server takes TLS 1.0", hello => hello.Version == (ushort)TlsVersion.Tls10 ? hello.Accept(_ => true) : null),
        AtServer("The server takes TLS 1.1", hello => hello.Version == (ushort)TlsVersion.Tls11 ? hello.Accept(_ => true) : null),
        AtServer("The server takes CBC suites", hello => IsBad(hello) ? hello.Accept(IsCbc) : null),
        AtServer("The server refuses bad suites with another alert", hello => IsBad(hello) ? TlsGreeting.Refuse(InternalError) : null),
        AtServer("The server takes DHE suites", hello => IsDhe(hello) ? hello.Accept(_ => true) : null) with { Fails = [], Warns = [OfServer] },
        AtServer("The server chooses TLS 1.2 before 1.3", hello => IsProbeOfBoth(hello) ? hello.Accept(CipherSuites.Good.Contains) : null),
        AtResource("The API takes TLS 1.0", hello => hello.Version == (ushort)TlsVersion.Tls10 ? hello.Accept(_ => true) : null),
        AtResource("The API takes CBC suites", hello => IsBad(hello) ? hello.Accept(IsCbc) : null),
        new("The API does not know TLS 1.3", ClientsByCertificateAlone)
        {
            AtResourceHandshake = options => options.EnabledSslProtocols = SslProtocols.Tls12,
            Warns = [OfResource],
        },
    ];

    private static Fault AtServer(string name, Func<TlsGreeting, byte[]?> reply) => new(name, ClientsByCertificateAlone)
    {
        AtServerGreeting = reply,
        Fails = [OfServer],
    };

    private static Fault AtResource(string name, Func<TlsGreeting, byte[]?> reply) => new(name, ClientsByCertificateAlone)
    {
        AtResourceGreeting = reply,
        Fails = [OfResource],
    };

    private static bool IsBad(TlsGreeting hello) =>
        hello is { Version: (ushort)TlsVersion.Tls12, OffersTls13: false } && !hello.Suites.Any(CipherSuites.Good.Contains) && !IsDhe(hello);

    private static bool IsDhe(TlsGreeting hello) =>
        hello is { Version: (ushort)TlsVersion.Tls12, OffersTls13: false } && hello.Suites.All(CipherSuites.Tolerated.Contains);

    // A client that means it offers more than these, or less.
    private static bool IsProbeOfBoth(TlsGreeting hello) =>
        hello.OffersTls13 && hello.Suites.Count == CipherSuites.OfTls13.Count + CipherSuites.Good.Count && hello.Suites.All(CipherSuites.OfTls13.Concat(CipherSuites.Good).Contains);

    private static bool IsCbc(TlsCipherSuite suite) => suite == TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA;
}
