namespace FapiAuthServer.Conformance.Running;

/// <summary>What a module came to.</summary>
public enum ModuleVerdict
{
    Passed,

    /// <summary>Nothing that must be is missing, but something that should be is.</summary>
    Warning,

    /// <summary>Passed, if a person who looks at what was captured agrees.</summary>
    Review,

    /// <summary>What it tests is optional and not offered.</summary>
    Skipped,
    Failed,
}
