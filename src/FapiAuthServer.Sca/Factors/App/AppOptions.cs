using System.ComponentModel.DataAnnotations;

namespace FapiAuthServer.Sca.Factors.App;

/// <summary>The banking app.</summary>
public sealed class AppOptions
{
    /// <summary>The audience of what apps sign; "bank" by default. Give each deployment its own.</summary>
    [Required]
    public string Audience { get; set; } = "bank";

    /// <summary>How long an activation code can be used; 10 minutes by default, at most a day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ActivationLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest life of what apps sign; 5 minutes by default, which is also the most.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:05:00")]
    public TimeSpan MessageLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Devices a customer may have; 5 by default.</summary>
    [Range(1, 20)]
    public int DevicesPerCustomer { get; set; } = 5;

    /// <summary>Whether a key in software is good for payments; true by default, since not every phone has anything better.</summary>
    public bool AllowsSoftwareKeys { get; set; } = true;
}
