namespace FapiAuthServer.Grants.Details;

/// <summary>
/// One thing that an authorization details object says. The name is a key of the pages' texts (<c>Fact.&lt;name&gt;</c>); the value
/// is shown as it is, and where there is none the name says it all.
/// </summary>
internal sealed record DetailFact(string Name, string? Value = null);
