using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Payees;

namespace FapiAuthServer.Sca.Tests;

/// <summary>A directory of payees that answers as a test wants; by default nobody is asked.</summary>
internal sealed class KnownPayees : IPayeeVerification
{
    public Func<Payee, CancellationToken, Task<PayeeCheck>> Answer { get; set; } = (_, _) => Task.FromResult(new PayeeCheck(PayeeMatch.NotChecked));

    public Task<PayeeCheck> VerifyAsync(Payee payee, CancellationToken ct) => Answer(payee, ct);
}
