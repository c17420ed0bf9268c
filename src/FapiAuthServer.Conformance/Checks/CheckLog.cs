using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Every check of one module, recorded whether it holds or not: a report shows what was looked at, not only what was wrong.</summary>
public sealed class CheckLog(ExchangeLog exchanges)
{
    private readonly List<Check> checks = [];

    public IReadOnlyList<Check> All => checks;

    /// <summary>Records whether <paramref name="text"/> is true, and returns it.</summary>
    /// <param name="holds">The condition.</param>
    /// <param name="requirement">The clause that demands it.</param>
    /// <param name="text">A sentence that is true when the condition holds.</param>
    /// <param name="found">What was found instead, or besides.</param>
    /// <param name="otherwise">How bad a breach is.</param>
    /// <param name="ofExchange">Whether it is about the latest exchange.</param>
    public bool Expect(
        bool holds, string requirement, string text, string? found = null, Severity otherwise = Severity.Failure, bool ofExchange = true)
    {
        Record(holds ? Severity.Success : otherwise, requirement, text, found, ofExchange);
        return holds;
    }

    /// <summary>As <see cref="Expect"/>, for a breach after which nothing can be looked at any more: the module ends as failed.</summary>
    public void Require(bool holds, string requirement, string text, string? found = null)
    {
        if (!Expect(holds, requirement, text, found))
        {
            throw new StopModuleException();
        }
    }

    /// <summary>Worth knowing, and neither right nor wrong.</summary>
    public void Note(string requirement, string text, string? found = null) => Record(Severity.Info, requirement, text, found);

    /// <summary>Right only if a person who looks at <paramref name="found"/> agrees.</summary>
    public void Review(string requirement, string text, string? found = null) => Record(Severity.Review, requirement, text, found);

    /// <summary>Ends the module without verdict: what it tests is optional and not offered. Never for anything else.</summary>
    public void Skip(string requirement, string reason)
    {
        Record(Severity.Skipped, requirement, reason, null);
        throw new SkipModuleException(reason);
    }

    private void Record(Severity severity, string requirement, string text, string? found, bool ofExchange = true) =>
        checks.Add(new Check(exchanges.Elapsed, requirement, text, severity, found, ofExchange ? exchanges.Latest : null));
}
