namespace SampleBank.Api.Accounts;

/// <summary>Names an account in answers about it.</summary>
internal sealed record AccountReference(string Iban, string Currency);
