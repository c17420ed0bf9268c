using FapiAuthServer.Profiles;

namespace FapiAuthServer.Architecture.Tests.Traceability;

/// <summary>Where the server's code names a clause itself, without a rule: the second argument of a refusal.</summary>
internal static class ClausesInCode
{
    public static IReadOnlyList<(string Clause, string File)> All { get; } =
    [
        .. from source in Repository.ServerSources
           where !source.IsIn("src/FapiAuthServer/Profiles")
           from literal in source.Strings()
           where Clauses.Resolve(literal.ValueText) is not null
           select (literal.ValueText, source.Path),
    ];
}
