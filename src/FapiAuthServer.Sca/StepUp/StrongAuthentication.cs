using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.Sca.Payees;

namespace FapiAuthServer.Sca.StepUp;

/// <summary>
/// The module's one surface: evaluate what an action needs, challenge the customer, verify what comes back, and consume the code
/// where the action is carried out.
/// </summary>
public sealed class StrongAuthentication
{
    private readonly Evaluation evaluation;
    private readonly ExemptionUses uses;
    private readonly PayeeChecking payees;
    private readonly ChallengeOpening opening;
    private readonly ChallengeVerification verification;
    private readonly AuthenticationCodes codes;
    private readonly SmsFactor sms;
    private readonly RefusalPace pace;

    internal StrongAuthentication(
        Evaluation evaluation, ExemptionUses uses, PayeeChecking payees, ChallengeOpening opening, ChallengeVerification verification, AuthenticationCodes codes, SmsFactor sms, RefusalPace pace)
    {
        this.evaluation = evaluation;
        this.uses = uses;
        this.payees = payees;
        this.opening = opening;
        this.verification = verification;
        this.codes = codes;
        this.sms = sms;
        this.pace = pace;
    }

    /// <summary>
    /// Whether the payees' names are those of their accounts, in the order of the payments; to be asked once, before the customer is,
    /// and shown to them. What does not match belongs into the signals of the evaluation, so that no exemption passes it by.
    /// </summary>
    public Task<IReadOnlyList<PayeeCheck>> CheckPayeesAsync(CodeBinding binding, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(binding);
        return payees.CheckAsync(binding, ct);
    }

    /// <summary>What the action needs: nothing more under a recorded exemption, or one of the offered sets of factors.</summary>
    public Task<ScaDecision> EvaluateAsync(ScaRequest request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return evaluation.EvaluateAsync(request, ct);
    }

    /// <summary>
    /// Uses an exempt decision, once, for exactly what it was made for. Must run inside the transaction that gives something
    /// under it, which must be rolled back unless the answer is <see cref="ExemptionUse.Used"/>.
    /// </summary>
    public Task<ExemptionUse> UseExemptionAsync(Guid decisionId, CodeBinding binding, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(binding);
        return uses.UseAsync(decisionId, binding, ct);
    }

    /// <summary>Asks the customer. Must run outside any transaction of the caller's.</summary>
    public Task<ChallengeResult> ChallengeAsync(ChallengeRequest request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return opening.OpenAsync(request, ct);
    }

    /// <summary>Sends the code of a challenge anew; the one before is void. False when it is too early, too often or too late.</summary>
    public Task<bool> ResendAsync(Guid challengeId, CancellationToken ct = default) => sms.ResendAsync(challengeId, ct);

    /// <summary>How far the banking app has come with a challenge; for pages that wait.</summary>
    public Task<ChallengeProgress> GetProgressAsync(Guid challengeId, CancellationToken ct = default) =>
        verification.GetProgressAsync(challengeId, ct);

    /// <summary>Judges the answer, one proof for each factor of the challenge. Must run outside any transaction of the caller's.</summary>
    public Task<VerificationResult> VerifyAsync(Guid challengeId, IReadOnlyList<Proof> proofs, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(proofs);
        return pace.KeepAsync(
            () => verification.VerifyAsync(challengeId, proofs, ct),
            static result => result is VerificationResult.Refused or VerificationResult.Blocked,
            ct);
    }

    /// <summary>Takes an authentication code, once, for exactly what it was given for.</summary>
    public Task<ConsumeResult> ConsumeAsync(string code, CodeBinding binding, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(binding);
        return codes.ConsumeAsync(code, binding, ct);
    }
}
