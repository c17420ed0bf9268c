namespace FapiAuthServer.TestKit;

/// <summary>Marks a test that proves a clause, by the clause's tag; a requirement without such a test is only a claim.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ClauseAttribute(string tag) : Attribute
{
    public string Tag { get; } = tag;
}
