using System.Text;
using FapiAuthServer.Sca.DynamicLinking;

namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>What a text says: the sum and whom it goes to, a warning, and the code last. (SCA-049, SCA-173)</summary>
internal static class SmsWording
{
    /// <summary>Whether everything that must be shown has room in one text.</summary>
    public static bool CanTell(ScaAction action, SmsOptions options) =>
        action is not ScaAction.Batch batch || batch.Items.Count <= options.MaxPayeesInText;

    public static string Write(ScaAction action, string code, SmsOptions options)
    {
        var text = new StringBuilder(About(action)).Append(" Never share this code. Code: ").Append(code);
        if (options.Origin is { } origin)
            text.Append("\n\n@").Append(origin).Append(" #").Append(code);
        return text.ToString();
    }

    private static string About(ScaAction action) => action switch
    {
        ScaAction.Payment payment => $"Pay {payment.Amount} to {To(payment.Payee)}{From(payment.FromAccount)}.",
        ScaAction.Batch batch => $"Pay {batch.Total} in {batch.Items.Count} payments{From(batch.FromAccount)}: {string.Join("; ", batch.Items.Select(item => $"{item.Amount} to {To(item.Payee)}"))}.",
        ScaAction.Mandate mandate => $"Let {To(mandate.Payee)} collect {Limits(mandate.Limits)}{From(mandate.FromAccount)}.",
        ScaAction.AccountAccess => "Give access to your account data.",
        ScaAction.Change change => $"Change your security settings: {change.Subject}.",
        _ => "Sign in.",
    };

    private static string Limits(MandateLimits limits) =>
        $"{(limits.IsFixedAmount ? "" : "up to ")}{limits.PerPayment} each time"
            + (limits.PerPeriod is null ? "" : $", up to {limits.PerPeriod} per {PeriodOf(limits.Period)}")
            + (limits.LastDay is { } day ? $" until {day:yyyy-MM-dd}" : "");

    private static string PeriodOf(LimitPeriod period) => period switch
    {
        LimitPeriod.Day => "day",
        LimitPeriod.Week => "week",
        LimitPeriod.Month => "month",
        LimitPeriod.Year => "year",
        _ => "mandate",
    };

    private static string To(Payee payee) => $"{payee.Name} ({payee.MaskedAccount})";

    private static string From(string? account) => account is null ? "" : $" from {AccountNumber.Mask(account)}";
}
