namespace FapiAuthServer.Sca.Factors.Sms;

/// <summary>Knows whether a number may have changed hands; mobile operators sell that answer. (SCA-172)</summary>
[ExtensionPoint]
public interface INumberRiskCheck
{
    /// <summary>What is known of the number now.</summary>
    Task<NumberRisk> CheckAsync(string number, CancellationToken ct);
}
