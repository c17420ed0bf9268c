namespace SampleFintech.Web.Accounts;

/// <summary>An amount as the API writes it: a decimal number in a string, so that no digit is lost on the way.</summary>
internal sealed record AmountRead(string Currency, decimal Amount);
