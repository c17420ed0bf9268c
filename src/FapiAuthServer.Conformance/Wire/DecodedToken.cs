namespace FapiAuthServer.Conformance.Wire;

/// <summary>A JWT as a person can read it: header and claims as JSON, never the signature.</summary>
/// <param name="Name">Where it stood: `client_assertion`, `DPoP`, `id_token`.</param>
public sealed record DecodedToken(string Name, string Header, string Claims);
