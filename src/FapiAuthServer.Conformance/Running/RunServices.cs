using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Logout;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Running;

/// <summary>What all modules of a run share.</summary>
internal sealed record RunServices(
    ServerConfiguration Configuration, TimeProvider Time, HttpWire Wire, BrowserFactory Browsers, CustomerPool Customers, ClientLeases Leases,
    LogoutReceivers LogoutReceivers)
{
    public ProofKeys ProofKeys { get; } = new();
}
