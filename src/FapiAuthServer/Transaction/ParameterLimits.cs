using System.Buffers;
using FapiAuthServer.Rejections;

namespace FapiAuthServer.Transaction;

/// <summary>What a parameter may be, whichever way it comes: in a form, in a query, or inside a request object.</summary>
internal static class ParameterLimits
{
    public const int MaximumCount = 64;
    public const int MaximumNameLength = 128;
    private const int MaximumLength = 8 * 1024;
    private const int MaximumJwtLength = 16 * 1024;

    // Control characters; and the form reader puts U+FFFD where the bytes were not UTF-8.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code), '\uFFFD']);

    /// <summary>Null when the value may pass, else why not.</summary>
    public static Reason? Fault(string name, string? value)
        => value?.Length > (name is "client_assertion" or "request" ? MaximumJwtLength : MaximumLength) ? Reasons.RequestTooLarge
            : value.AsSpan().ContainsAny(Forbidden) ? Reasons.ParameterMalformed
            : null;
}
