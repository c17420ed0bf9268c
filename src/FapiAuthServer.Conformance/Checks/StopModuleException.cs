namespace FapiAuthServer.Conformance.Checks;

/// <summary>A breach after which the module makes no sense; it is recorded already.</summary>
internal sealed class StopModuleException : Exception;
