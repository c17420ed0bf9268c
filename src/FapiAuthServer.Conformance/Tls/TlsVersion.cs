namespace FapiAuthServer.Conformance.Tls;

/// <summary>Versions as they stand in a handshake.</summary>
public enum TlsVersion
{
    Tls10 = 0x0301,
    Tls11 = 0x0302,
    Tls12 = 0x0303,
    Tls13 = 0x0304,
}
