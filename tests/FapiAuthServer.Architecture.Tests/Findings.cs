namespace FapiAuthServer.Architecture.Tests;

/// <summary>How a rule fails: with every finding at once, and with what to do.</summary>
internal static class Findings
{
    public static void None(IEnumerable<string> findings, string whatToDo)
    {
        var all = findings.Distinct().Order(StringComparer.Ordinal).ToList();
        if (all.Count > 0)
            Assert.Fail($"{whatToDo}\n  {string.Join("\n  ", all)}");
    }

    /// <summary>The same with exceptions, each with its reason. One that nothing needs any more is a finding too.</summary>
    public static void None(IReadOnlyCollection<Finding> findings, IReadOnlyDictionary<string, string> exceptions, string whatToDo)
    {
        var subjects = findings.Select(finding => finding.Subject).ToHashSet();
        None(
            findings.Where(finding => !exceptions.ContainsKey(finding.Subject)).Select(Describe)
                .Concat(exceptions.Keys.Where(exception => !subjects.Contains(exception)).Select(exception => $"{exception}: the exception is no longer needed; remove its line.")),
            whatToDo);
    }

    private static string Describe(Finding finding)
        => finding.Detail.StartsWith(finding.Subject, StringComparison.Ordinal) ? finding.Detail : $"{finding.Subject}: {finding.Detail}";
}
