using Xunit.v3;

namespace FapiAuthServer.ResourceServer.Tests;

/// <summary>The line of the SCA checklist that a test proves.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class ClauseAttribute(string clause) : Attribute, ITraitAttribute
{
    public string Clause { get; } = clause;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Clause", Clause)];
}
