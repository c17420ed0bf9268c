using FapiAuthServer.Conformance.Checks;

namespace FapiAuthServer.Conformance.Plans;

/// <summary>What the checks that all plans share demand where specifications differ, and the clause behind each demand.</summary>
public sealed record SharedDemands
{
    public static SharedDemands OfFapi2 { get; } = new()
    {
        Endpoints = "FAPI2-SP-FINAL-5.2.1",
        ResponseIssuer = "FAPI2-SP-FINAL-5.3.2.2-7",
        NeedsResponseIssuer = true,
        Secrets = "FAPI2-SP-FINAL-5.4.1-4",
        IdTokenAlgorithm = "FAPI2-SP-FINAL-5.4.1-1",
        IdTokenAlgorithms = ["PS256", "ES256", "EdDSA", "Ed25519"],
        KeyNames = "FAPI2-SP-FINAL-5.4.2-3",
        RsaStrength = "FAPI2-SP-FINAL-5.4.1-2",
        CurveStrength = "FAPI2-SP-FINAL-5.4.1-3",
        Resource = "FAPI2-SP-FINAL-5.3.4-1",
    };

    public static SharedDemands OfOpenIdConnect { get; } = new()
    {
        Endpoints = "OIDCD-3",
        ResponseIssuer = "RFC9207-2.4",
        NeedsResponseIssuer = false,
        Secrets = "RFC6749-10.10",
        IdTokenAlgorithm = "OIDCC-3.1.3.7",
        IdTokenAlgorithms = null,
        NeedsKeyName = false,
        KeyNames = "OIDCC-10.1",
        EqualKeyNames = Severity.Failure,
        RsaStrength = "RFC7518-3.3",
        CurveStrength = "RFC7518-3.4",
        Resource = "RFC6750-2.1",
        UsesFapiHeaders = false,
    };

    /// <summary>Endpoints are https addresses.</summary>
    public required string Endpoints { get; init; }

    /// <summary>`iss` in an authorization response is right.</summary>
    public required string ResponseIssuer { get; init; }

    /// <summary>Whether `iss` has to be there.</summary>
    public required bool NeedsResponseIssuer { get; init; }

    /// <summary>Codes and tokens cannot be guessed.</summary>
    public required string Secrets { get; init; }

    public required string IdTokenAlgorithm { get; init; }

    /// <summary>What an id_token may be signed with; null for whatever the metadata announces.</summary>
    public required IReadOnlyList<string>? IdTokenAlgorithms { get; init; }

    /// <summary>Whether a signature has to name its key even where only one is published.</summary>
    public bool NeedsKeyName { get; init; } = true;

    /// <summary>Published keys have names of their own.</summary>
    public required string KeyNames { get; init; }

    /// <summary>What it is worth when two have the same.</summary>
    public Severity EqualKeyNames { get; init; } = Severity.Warning;

    public required string RsaStrength { get; init; }

    public required string CurveStrength { get; init; }

    /// <summary>A resource takes the token.</summary>
    public required string Resource { get; init; }

    /// <summary>Whether calls of resources carry the headers of FAPI.</summary>
    public bool UsesFapiHeaders { get; init; } = true;
}
