namespace SampleFintech.Web.Accounts;

internal sealed record BankTransaction(DateOnly Date, string Text, Money Amount);
