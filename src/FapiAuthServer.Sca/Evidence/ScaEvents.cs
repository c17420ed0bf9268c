using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Sca.Evidence;

internal sealed class ScaEvents(ScaStore store, TimeProvider clock)
{
    public async Task<Guid> RecordAsync(
        ScaEventKind kind, Guid customerId, CodeBinding? binding, Guid? challengeId, FactorKinds factors, CancellationToken ct, string? detail = null)
    {
        var entry = Draft(kind, customerId, binding, challengeId, factors, detail);
        await store.InsertAsync(entry, ct);
        return entry.Id;
    }

    public Task<Guid> RecordAsync(ScaEventKind kind, Guid customerId, FactorKinds factors, CancellationToken ct, string? detail = null) =>
        RecordAsync(kind, customerId, null, null, factors, ct, detail);

    /// <summary>An entry to be written together with what it tells of.</summary>
    public ScaEvent Draft(ScaEventKind kind, Guid customerId, CodeBinding? binding, Guid? challengeId, FactorKinds factors, string? detail) =>
        new(kind, customerId, clock.GetUtcNow())
        {
            ClientId = Fitting(binding?.ClientId, CodeBinding.ClientIdLength),
            ConsentId = Fitting(binding?.ConsentId, CodeBinding.ConsentIdLength),
            ActionHash = binding?.Action.Hash,
            ChallengeId = challengeId,
            Factors = factors,
            Detail = Fitting(detail, ScaEventConfiguration.DetailLength),
        };

    // A line that is too long for its column must not be the reason why there is no line.
    private static string? Fitting(string? text, int length) => text?.Length > length ? text[..length] : text;
}
