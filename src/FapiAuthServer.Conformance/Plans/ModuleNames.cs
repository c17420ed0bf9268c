namespace FapiAuthServer.Conformance.Plans;

/// <summary>Names of modules as people use them.</summary>
public static class ModuleNames
{
    private const string OpenIdConnect = "oidcc-";

    private static readonly string[] Ends = ["-final-", "-id1-"];

    /// <summary>The name without what all modules of its specification begin with: `happy-flow`.</summary>
    public static string WithoutPrefix(string name)
    {
        if (name.StartsWith(OpenIdConnect, StringComparison.Ordinal))
        {
            return name[OpenIdConnect.Length..];
        }
        var starts = Ends.Select(end => (At: name.IndexOf(end, StringComparison.Ordinal), end.Length)).Where(found => found.At > 0).ToList();
        return starts is [var (at, length), ..] ? name[(at + length)..] : name;
    }
}
