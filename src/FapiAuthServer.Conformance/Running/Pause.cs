namespace FapiAuthServer.Conformance.Running;

/// <summary>A wait that the module prescribes.</summary>
/// <param name="At">When it began, counted from the start of the module.</param>
public sealed record Pause(TimeSpan At, TimeSpan Duration, string Reason);
