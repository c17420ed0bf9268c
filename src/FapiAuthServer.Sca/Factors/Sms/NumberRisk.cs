namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>What is known of a number.</summary>
/// <param name="SimChangedAt">When its SIM was last changed, or null when that is not known.</param>
/// <param name="PortedAt">When it last went to another operator, or null when that is not known.</param>
/// <param name="IsVoiceOverIp">Whether no SIM is behind it at all.</param>
public sealed record NumberRisk(DateTimeOffset? SimChangedAt = null, DateTimeOffset? PortedAt = null, bool IsVoiceOverIp = false);
