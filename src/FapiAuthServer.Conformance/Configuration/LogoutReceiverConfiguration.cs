using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.Conformance.Configuration;

/// <summary>How the runner listens, on loopback, for the calls that tell clients of a logout.</summary>
/// <param name="Certificate">`certificate_file` and `key_file`: what the server is shown, in PEM. Demanded.</param>
/// <param name="Port">`port`: where to listen; null for the port of each client's `backchannel_logout_uri`.</param>
public sealed record LogoutReceiverConfiguration(X509Certificate2 Certificate, int? Port = null);
