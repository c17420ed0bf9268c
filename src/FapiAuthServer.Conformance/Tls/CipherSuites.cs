using System.Net.Security;

namespace FapiAuthServer.Conformance.Tls;

/// <summary>Cipher suites, sorted as FAPI and IANA see them.</summary>
public static class CipherSuites
{
    public static IReadOnlyList<TlsCipherSuite> OfTls13 { get; } =
        [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256];

    /// <summary>The suites of TLS 1.2 that FAPI 2.0 allows and servers have: ECDHE with AES-GCM.</summary>
    public static IReadOnlyList<TlsCipherSuite> Good { get; } =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    ];

    /// <summary>DHE with AES-GCM: allowed once, and no longer recommended.</summary>
    public static IReadOnlyList<TlsCipherSuite> Tolerated { get; } =
        [TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384];

    /// <summary>Every other suite of TLS 1.2 and before, those aside that IANA recommends.</summary>
    public static IReadOnlyList<TlsCipherSuite> Bad { get; } = [.. Others(Good).Where(suite => !IsRecommended(suite.ToString()))];

    /// <summary>The four suites of TLS 1.2 that FAPI 1.0 allows; all are for RSA certificates.</summary>
    public static IReadOnlyList<TlsCipherSuite> GoodForFapi1 { get; } =
    [
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, .. Tolerated,
    ];

    /// <summary>Every other suite of TLS 1.2 and before.</summary>
    public static IReadOnlyList<TlsCipherSuite> BadForFapi1 { get; } = Others(GoodForFapi1);

    private static IReadOnlyList<TlsCipherSuite> Others(IReadOnlyList<TlsCipherSuite> good) =>
    [
        .. Enum.GetValues<TlsCipherSuite>().Distinct().Except(OfTls13).Except(good).Except(Tolerated)
            .Where(suite => suite.ToString().Contains("_WITH_", StringComparison.Ordinal)),
    ];

    private static bool IsRecommended(string name) =>
        name.Contains("CHACHA20_POLY1305", StringComparison.Ordinal)
        || name.StartsWith("TLS_ECDHE_PSK_WITH_AES", StringComparison.Ordinal) && name.Contains("_GCM_", StringComparison.Ordinal)
        || name.StartsWith("TLS_DHE_PSK_WITH_AES", StringComparison.Ordinal) && name.Contains("_GCM_", StringComparison.Ordinal);
}
