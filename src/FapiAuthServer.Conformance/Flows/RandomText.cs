using System.Security.Cryptography;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>Random text for states, nonces, identifiers and secrets.</summary>
public static class RandomText
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Marks = "-._~";

    public static string Of(int length) => RandomNumberGenerator.GetString(Alphanumeric, length);

    /// <summary>Text in which each of the characters that a URL need not escape, and that careless servers do, is met.</summary>
    public static string OfUnreserved(int length) => Marks + RandomNumberGenerator.GetString(Alphanumeric + Marks, length - Marks.Length);
}
