using FapiAuthServer.Sca.DynamicLinking;
using FsCheck.Xunit;

namespace FapiAuthServer.Sca.Tests.DynamicLinking;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("1.00", "1")]
    [InlineData("123.50", "123.5")]
    [InlineData("0.01", "0.01")]
    [InlineData("0.00001", "0.00001")]
    [InlineData("9999999999999.99999", "9999999999999.99999")]
    [InlineData("007.5", "7.5")]
    public void An_amount_is_written_in_one_way(string sent, string canonical)
    {
        Assert.True(Money.TryParse(sent, "EUR", out var money));
        Assert.Equal(canonical, money.Canonical);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.00")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1,50")]
    [InlineData("1e3")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1.2.3")]
    [InlineData("1.000001")]
    [InlineData("10000000000000")]
    [InlineData("٣")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_amount_is_refused(string? sent) => Assert.False(Money.TryParse(sent, "EUR", out _));

    [Theory]
    [InlineData("eur")]
    [InlineData("EU")]
    [InlineData("EURO")]
    [InlineData("ЕUR")]
    [InlineData(null)]
    public void What_is_no_currency_is_refused(string? currency) => Assert.False(Money.TryCreate(1, currency, out _));

    [Property]
    public bool Amounts_are_equal_exactly_when_they_are_written_equally(uint left, uint right, byte scale)
    {
        var first = new decimal((int)(left & 0x7FFFFFFF), 0, 0, false, (byte)(scale % 6));
        var second = new decimal((int)(right & 0x7FFFFFFF), 0, 0, false, 2);
        return !Money.TryCreate(first, "EUR", out var a) || !Money.TryCreate(second, "EUR", out var b)
            || (a == b) == (a.Canonical == b.Canonical) && (a == b) == (first == second);
    }

    [Fact]
    public void A_customer_reads_two_decimals() => Assert.Equal("123.50 EUR", TestActions.Eur(123.5m).ToString());
}
