namespace SandboxKit;

/// <summary>The kit did not become complete in time; the message says what is missing and what to do.</summary>
internal sealed class KitNotReadyException(string message, Exception? reason) : Exception(message, reason);
