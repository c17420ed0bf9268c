namespace FapiAuthServer.Conformance.Checks;

/// <summary>What the module tests is optional, and the server does not offer it.</summary>
internal sealed class SkipModuleException(string reason) : Exception(reason);
