namespace FapiAuthServer.Conformance.Checks;

/// <summary>One thing that was looked at, and what came of it.</summary>
/// <param name="At">When, counted from the start of the module.</param>
/// <param name="Requirement">The clause that demands it, such as `RFC9126-2.2`; <see cref="Requirements"/> knows where it can be read.</param>
/// <param name="Text">What was expected, as a sentence that is true when the check is a success.</param>
/// <param name="Detail">What was found; secrets in it are masked.</param>
/// <param name="Exchange">The place, in the module's exchanges, of the one that was looked at; null when there was none.</param>
public sealed record Check(TimeSpan At, string Requirement, string Text, Severity Severity, string? Detail, int? Exchange)
{
    /// <summary>Where the clause can be read.</summary>
    public string? Reference => Requirements.Resolve(Requirement)?.Address;
}
