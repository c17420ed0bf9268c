using System.ComponentModel.DataAnnotations;

namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>Codes by text message.</summary>
public sealed class SmsOptions
{
    /// <summary>Digits of a code; 6 by default, 6 to 8.</summary>
    [Range(6, 8)]
    public int Digits { get; set; } = 6;

    /// <summary>How long a code can be used; 5 minutes by default, at most 10.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:10:00")]
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between two texts of one challenge; 30 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan ResendInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Texts for one challenge, the first included; 3 by default.</summary>
    [Range(1, 5)]
    public int TextsPerChallenge { get; set; } = 3;

    /// <summary>Texts to one customer in an hour; 10 by default.</summary>
    [Range(1, 100)]
    public int TextsPerCustomerAndHour { get; set; } = 10;

    /// <summary>Texts to one number in an hour, whoever it belongs to; 10 by default.</summary>
    [Range(1, 100)]
    public int TextsPerNumberAndHour { get; set; } = 10;

    /// <summary>Texts that one client causes in an hour; 10,000 by default.</summary>
    [Range(1, 10_000_000)]
    public int TextsPerClientAndHour { get; set; } = 10_000;

    /// <summary>Texts in a day in all, which limits what they cost; 100,000 by default.</summary>
    [Range(1, 100_000_000)]
    public int TextsPerDay { get; set; } = 100_000;

    /// <summary>Time after a change of SIM or operator in which a number is not trusted; 7 days by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "90.00:00:00")]
    public TimeSpan MinimumSimAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Payments of a batch for which there is room in a text; 3 by default. Larger batches need another factor.</summary>
    [Range(1, 10)]
    public int MaxPayeesInText { get; set; } = 3;

    /// <summary>Host of the page into which browsers may fill the code, such as id.bank.example; none by default.</summary>
    [RegularExpression("[a-z0-9.-]+")]
    public string? Origin { get; set; }
}
