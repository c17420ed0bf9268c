using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace FapiAuthServer.Architecture.Tests.Database;

/// <summary>What a migration script creates, and the SQL it has in strings.</summary>
internal sealed class ScriptStatements : TSqlFragmentVisitor
{
    public List<CreateTableStatement> Tables { get; } = [];
    public List<string> Dynamic { get; } = [];

    public override void Visit(CreateTableStatement node) => Tables.Add(node);

    public override void Visit(ExecutableStringList node) => Dynamic.Add(string.Concat(node.Strings.OfType<StringLiteral>().Select(literal => literal.Value)));
}
