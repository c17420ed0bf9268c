using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.FaultTests.Faults;

namespace FapiAuthServer.Conformance.FaultTests.Staging;

/// <summary>What goes on at the bank: a run against one of its issuers, perhaps with a fault in place.</summary>
internal sealed record StagedRun(string Issuer, ServerConfiguration Configuration, Fault? Fault);
