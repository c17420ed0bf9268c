using System.ComponentModel.DataAnnotations;

namespace FapiAuthServer.Sca;

/// <summary>What a bank may set about strong customer authentication.</summary>
public sealed class ScaOptions
{
    public const string Section = "Sca";

    /// <summary>Failed attempts in a row after which a customer is blocked for a time; 5 by default, which is also the most the law allows.</summary>
    [Range(1, 5)]
    public int MaxConsecutiveFailures { get; set; } = 5;

    /// <summary>Length of the first temporary block; each further one without a sign-in between is twice as long; 5 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "1.00:00:00")]
    public TimeSpan FirstBlock { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Length beyond which temporary blocks do not grow; 24 hours by default, never below <see cref="FirstBlock"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "30.00:00:00")]
    public TimeSpan LongestBlock { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Time between step 1 and step 2 of a sign-in after which it must be begun again; 10 minutes by default, at most 30.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:30:00")]
    public TimeSpan AttemptLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Time before which no refusal is answered, so that its cause cannot be read from the clock; 250 ms by default, at most 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan MinimumRefusalTime { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>PBKDF2-HMAC-SHA512 rounds of a password hash; 210,000 by default, at least 100,000; hashes with fewer are renewed at sign-in.</summary>
    [Range(100_000, 10_000_000)]
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>Shortest password accepted at enrolment, in characters; 10 by default, at least 8.</summary>
    [Range(8, 64)]
    public int PasswordMinimumLength { get; set; } = 10;
}
