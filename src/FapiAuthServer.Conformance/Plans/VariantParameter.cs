namespace FapiAuthServer.Conformance.Plans;

/// <summary>One thing a plan lets its user choose.</summary>
/// <param name="Default">What holds when the user does not say; null when that means every value.</param>
public sealed record VariantParameter(string Name, IReadOnlyList<string> Values, string? Default = null);
