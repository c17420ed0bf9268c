namespace FapiAuthServer.Profiles;

/// <summary>One demand of a profile: its value and the clause that makes it.</summary>
/// <param name="Value">What is demanded or allowed.</param>
/// <param name="Clause">The requirement tag, resolvable to a URL by <see cref="Clauses"/>.</param>
internal sealed record Rule<T>(T Value, string Clause) : IRule
{
    object? IRule.Value => Value;
}

/// <summary>A rule without its type, for the pages and documents that list all of them.</summary>
internal interface IRule
{
    object? Value { get; }
    string Clause { get; }
}
