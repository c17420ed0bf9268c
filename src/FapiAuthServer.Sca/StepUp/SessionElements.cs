using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.StepUp;

/// <summary>A password shown earlier in the same session may count again beside a fresh element. (SCA-031)</summary>
internal sealed class SessionElements(ScaStore store, TimeProvider clock, IOptions<ScaOptions> options)
{
    public async Task<IReadOnlyList<Element>> FindAsync(Guid customerId, Guid? eventId, CancellationToken ct) =>
        eventId is null ? [] : Of(await store.Events.SingleOrDefaultAsync(entry => entry.Id == eventId, ct), customerId);

    /// <summary>What this customer's event of the session is worth now; nothing for one of another customer, another kind, or too long ago.</summary>
    public IReadOnlyList<Element> Of(ScaEvent? entry, Guid customerId) =>
        entry is { Kind: ScaEventKind.SignedIn or ScaEventKind.Verified } && entry.CustomerId == customerId
            && entry.At >= clock.GetUtcNow() - options.Value.SessionElementLifetime && entry.Factors.HasFlag(FactorKinds.Password)
                ? [new Element(FactorCategory.Knowledge, FactorKinds.Password, "pwd", IsLinked: false, IsFresh: false)]
                : [];
}
