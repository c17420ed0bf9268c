namespace FapiAuthServer.Sca.Factors;

/// <summary>Whether a proof was right, what it showed, and how it is used up: false when another request was faster.</summary>
internal sealed record FactorVerdict(bool IsRight, IReadOnlyList<Element> Elements, Func<CancellationToken, Task<bool>> SpendAsync)
{
    /// <summary>What the factor withstands beyond being right.</summary>
    public AuthenticationTraits Traits { get; init; }

    public static FactorVerdict Wrong { get; } = new(false, [], _ => Task.FromResult(false));

    /// <summary>Right, and with nothing to use up but the challenge.</summary>
    public static FactorVerdict Right(params IReadOnlyList<Element> elements) => new(true, elements, _ => Task.FromResult(true));
}
