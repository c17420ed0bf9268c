using System.Globalization;

namespace SampleFintech.Web.Accounts;

internal readonly record struct Money(decimal Amount, string Currency)
{
    public bool IsNegative => Amount < 0;

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{(IsNegative ? "−" : "")}{Math.Abs(Amount):#,##0.00} {Currency}");
}
