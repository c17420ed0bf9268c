using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.StepUp;

/// <summary>A password shown earlier in the same session may count again beside a fresh element. (SCA-031)</summary>
internal sealed class SessionElements(ScaStore store, TimeProvider clock, IOptions<ScaOptions> options)
{
    public async Task<IReadOnlyList<Element>> FindAsync(Guid customerId, Guid? eventId, CancellationToken ct)
    {
        if (eventId is null)
            return [];

        var oldest = clock.GetUtcNow() - options.Value.SessionElementLifetime;
        var shown = await store.Events
            .Where(entry => entry.Id == eventId && entry.CustomerId == customerId && entry.At >= oldest)
            .Where(entry => entry.Kind == ScaEventKind.SignedIn || entry.Kind == ScaEventKind.Verified)
            .Select(entry => entry.Factors)
            .SingleOrDefaultAsync(ct);
        return shown.HasFlag(FactorKinds.Password)
            ? [new Element(FactorCategory.Knowledge, FactorKinds.Password, "pwd", IsLinked: false, IsFresh: false)]
            : [];
    }
}
