using System.Security.Cryptography.X509Certificates;

namespace FapiAuthServer.Transaction;

/// <summary>The client certificate of this connection, or of the one a trusted proxy took it from.</summary>
internal sealed record PresentedCertificate(X509Certificate2 Certificate, string Thumbprint);
