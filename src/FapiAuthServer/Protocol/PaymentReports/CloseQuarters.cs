using FapiAuthServer.Audit;
using FapiAuthServer.Sca;
using FapiAuthServer.Sca.Evidence;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Protocol.PaymentReports;

/// <summary>
/// Compares every quarter that has ended with the reference rates (RTS-20), also those that ended while no node ran. Runs on every
/// node; each band is changed by one of them, and what the authority must be told stands in the audit trail.
/// </summary>
internal sealed class CloseQuarters(IServiceScopeFactory scopes, AuditTrail audit, IOptions<ScaOptions> options, TimeProvider time, ILogger<CloseQuarters> logger) : BackgroundService
{
    private const string AuditedIssuer = "sca";
    private const int QuartersBack = 4;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Closes what has ended and is still open.</summary>
    public async Task CloseEndedAsync(CancellationToken cancellation)
    {
        var ended = new List<Quarter> { Quarter.Of(time.GetUtcNow() - options.Value.Exemptions.QuarterClosingDelay).Previous };
        while (ended.Count < QuartersBack)
            ended.Insert(0, ended[0].Previous);

        await using var scope = scopes.CreateAsyncScope();
        var closing = scope.ServiceProvider.GetRequiredService<QuarterClosing>();
        foreach (var quarter in ended)
            foreach (var change in await closing.CloseAsync(quarter, cancellation))
                if (change.MustBeReported)
                    await RecordAsync(quarter, change);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await CloseEndedAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.ClosingFailed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private ValueTask RecordAsync(Quarter quarter, RiskBandChange change)
        => audit.RecordAsync(new SecurityEvent(SecurityEvent.RiskBandChanged, AuditedIssuer)
        {
            Reason = change.After.ToString(),
            Clause = "RTS-20",
            OperatorDetail = FormattableString.Invariant($"{quarter} {change.Type} up to {change.Threshold}: {change.Before} to {change.After}, rate {change.Rate}"),
        });
}
