using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Payees;

/// <summary>Checks every payee of an action before the customer is asked about it, and keeps what came of it, without names. (SCA-226)</summary>
internal sealed class PayeeChecking(
    IPayeeVerification verification, ScaEvents events, TimeProvider clock, IOptions<ScaOptions> options, ILogger<PayeeChecking> logger)
{
    /// <summary>In the order of the payments; empty for an action that pays nobody.</summary>
    public async Task<IReadOnlyList<PayeeCheck>> CheckAsync(CodeBinding binding, CancellationToken ct)
    {
        List<Payee> payees = binding.Action switch
        {
            ScaAction.Payment payment => [payment.Payee],
            ScaAction.Batch batch => [.. batch.Items.Select(item => item.Payee)],
            ScaAction.Mandate mandate => [mandate.Payee],
            _ => [],
        };
        var checks = await Task.WhenAll(payees.Select(payee => AskAsync(payee, ct)));
        if (checks.Any(check => check.Match != PayeeMatch.NotChecked))
            await events.RecordAsync(
                ScaEventKind.PayeeChecked, binding.CustomerId, binding, null, FactorKinds.None, ct,
                string.Join(' ', checks.GroupBy(check => check.Match).OrderBy(group => group.Key).Select(group => FormattableString.Invariant($"{group.Key}:{group.Count()}"))));
        return checks;
    }

    private async Task<PayeeCheck> AskAsync(Payee payee, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            // Also from a directory that does not listen to cancellation.
            return (await verification.VerifyAsync(payee, patience.Token).WaitAsync(options.Value.Payees.Timeout, clock, ct)).Guarded;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            await patience.CancelAsync();
            logger.PayeeNotChecked(exception.GetType().Name);
            return PayeeCheck.Unavailable;
        }
    }
}
