namespace FapiAuthServer.Sca.Exemptions;

/// <summary>What one article says of a request: nothing (null), no, or yes; and by what it judged.</summary>
internal sealed record ExemptionVerdict(bool? Applies, IReadOnlyDictionary<string, string> Inputs)
{
    public static ExemptionVerdict NotInQuestion { get; } = new(null, new Dictionary<string, string>());

    public static ExemptionVerdict Of(bool applies, params (string Name, object? Value)[] inputs) => new(
        applies, inputs.ToDictionary(input => input.Name, input => FormattableString.Invariant($"{input.Value ?? "none"}")));
}
