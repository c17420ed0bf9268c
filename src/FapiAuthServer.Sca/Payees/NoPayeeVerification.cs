using FapiAuthServer.Sca.DynamicLinking;

namespace FapiAuthServer.Sca.Payees;

/// <summary>Asks nobody, and says so.</summary>
internal sealed class NoPayeeVerification : IPayeeVerification
{
    public Task<PayeeCheck> VerifyAsync(Payee payee, CancellationToken ct) => Task.FromResult(new PayeeCheck(PayeeMatch.NotChecked));
}
