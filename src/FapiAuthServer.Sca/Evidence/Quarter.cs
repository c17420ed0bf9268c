using System.Globalization;

namespace FapiAuthServer.Sca.Evidence;

/// <summary>A quarter of a calendar year, in UTC.</summary>
public readonly record struct Quarter
{
    private const int MonthsPerQuarter = 3;

    /// <param name="year">From 2000 to 9000.</param>
    /// <param name="number">1 to 4.</param>
    public Quarter(int year, int number)
    {
        if (year is < 2000 or > 9000 || number is < 1 or > 4)
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

    public static Quarter Of(DateTimeOffset instant) => new(instant.UtcDateTime.Year, ((instant.UtcDateTime.Month - 1) / MonthsPerQuarter) + 1);

    /// <summary>Such as 2026Q3.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year}Q{Number}");
}
