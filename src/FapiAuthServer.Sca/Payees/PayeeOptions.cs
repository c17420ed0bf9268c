using System.ComponentModel.DataAnnotations;

namespace FapiAuthServer.Sca.Payees;

/// <summary>How names of payees are checked, where the bank has connected a directory.</summary>
public sealed class PayeeOptions
{
    /// <summary>How long the answer is waited for; 3 seconds by default, then the customer is told that the name could not be checked.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether a payment is refused when a name does not match; false by default: the customer is warned and decides.</summary>
    public bool RefusesNoMatch { get; set; }
}
