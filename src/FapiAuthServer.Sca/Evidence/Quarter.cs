using System.Globalization;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>A quarter of a calendar year, in UTC.</summary>
public readonly record struct Quarter
{
    private const int MonthsPerQuarter = 3;
    private const int FirstYear = 2000;
    private const int LastYear = 9000;

    /// <param name="year">From 2000 to 9000.</param>
    /// <param name="number">1 to 4.</param>
    public Quarter(int year, int number)
    {
        if (year is < FirstYear or > LastYear || number is < 1 or > 4)
            throw new ArgumentOutOfRangeException(nameof(number), "A year has quarters 1 to 4.");
        Year = year;
        Number = number;
    }

    public int Year { get; }

    public int Number { get; }

    public DateTimeOffset Start => new(Year, ((Number - 1) * MonthsPerQuarter) + 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first instant that is no longer in it.</summary>
    public DateTimeOffset End => Start.AddMonths(MonthsPerQuarter);

    public Quarter Previous => Of(Start.AddDays(-1));

    /// <summary>Reads 2026Q4 or 2026-Q4; false for anything else.</summary>
    public static bool TryParse(string? text, out Quarter quarter)
    {
        quarter = default;
        if (text is null || (text = text.Replace("-Q", "Q", StringComparison.Ordinal)).Length != 6 || text[4] != 'Q' || text[5] is < '1' or > '4'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < FirstYear or > LastYear)
            return false;

        quarter = new Quarter(year, text[5] - '0');
        return true;
    }

    public static Quarter Of(DateTimeOffset instant) => new(instant.UtcDateTime.Year, ((instant.UtcDateTime.Month - 1) / MonthsPerQuarter) + 1);

    /// <summary>Such as 2026Q3.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year}Q{Number}");
}
