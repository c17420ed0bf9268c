using System.ComponentModel.DataAnnotations;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.Sca.Payees;
using Microsoft.Extensions.Options;

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

    /// <summary>Temporary blocks in a row after which the next is for good, the customer having been warned; 8 by default, 0 for never.</summary>
    [Range(0, 20)]
    public int MaxTemporaryBlocks { get; set; } = 8;

    /// <summary>Whether the two elements must rest on different things (knowledge, possession, inherence); true by default, as PSD2 demands.</summary>
    public bool RequireDifferentCategories { get; set; } = true;

    /// <summary>How long a customer has to answer a challenge; 5 minutes by default, at most 15.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:15:00")]
    public TimeSpan ChallengeLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an authentication code can be used; 5 minutes by default, at most a day for payments that are carried out later.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "1.00:00:00")]
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a password counts again in the session it was shown in; 30 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "12:00:00")]
    public TimeSpan SessionElementLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Time in which a factor that a customer has added from afar is not good for payments; a day by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan NewFactorCoolingOff { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Time after which keys of keyed hashes are renewed; 90 days by default.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "366.00:00:00")]
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Prompts (texts and those of the app) to one customer in an hour; 10 by default.</summary>
    [Range(1, 100)]
    public int PromptsPerCustomerAndHour { get; set; } = 10;

    /// <summary>Prompts that one client causes in an hour; 10,000 by default.</summary>
    [Range(1, 10_000_000)]
    public int PromptsPerClientAndHour { get; set; } = 10_000;

    /// <summary>Prompts in an hour in all; 100,000 by default.</summary>
    [Range(1, 100_000_000)]
    public int PromptsPerHour { get; set; } = 100_000;

    /// <summary>Time in which a client cannot prompt a customer who disowned its last prompt; a day by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan DisownedPause { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Codes by text message.</summary>
    [ValidateObjectMembers]
    public SmsOptions Sms { get; set; } = new();

    /// <summary>The banking app.</summary>
    [ValidateObjectMembers]
    public AppOptions App { get; set; } = new();

    /// <summary>Passkeys.</summary>
    [ValidateObjectMembers]
    public PasskeyOptions Passkeys { get; set; } = new();

    /// <summary>Names of payees.</summary>
    [ValidateObjectMembers]
    public PayeeOptions Payees { get; set; } = new();

    /// <summary>Where strong authentication is left out.</summary>
    [ValidateObjectMembers]
    public ExemptionOptions Exemptions { get; set; } = new();
}
