using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace FapiAuthServer.Architecture.Tests.Database;

/// <summary>Every CREATE TABLE of a script, those in the idempotent script's strings excepted: it has none.</summary>
internal sealed class CreatedTables : TSqlFragmentVisitor
{
    public List<CreateTableStatement> All { get; } = [];

    public override void Visit(CreateTableStatement node) => All.Add(node);
}
