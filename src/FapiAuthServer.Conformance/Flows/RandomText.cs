using System.Security.Cryptography;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>Random text for states, nonces, identifiers and secrets.</summary>
public static class RandomText
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Marks = "-._~";

    public static string Of(int length) => RandomNumberGenerator.GetString(Alphanumeric, length);

    /// <summary>Text of printable ASCII with the marks that careless servers escape twice or not at all; space, `+` and `;` are left out.</summary>
    public static string OfMarks(int length) =>
        "\"<>&%='/?#" + RandomNumberGenerator.GetString([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).Where(character => character is not ('+' or ';'))], length - 10);

    /// <summary>Text in which each of the characters that a URL need not escape, and that careless servers do, is met.</summary>
    public static string OfUnreserved(int length) => Marks + RandomNumberGenerator.GetString(Alphanumeric + Marks, length - Marks.Length);
}
