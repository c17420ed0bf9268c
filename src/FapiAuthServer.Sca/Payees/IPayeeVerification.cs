using FapiAuthServer.Sca.DynamicLinking;

namespace FapiAuthServer.Sca.Payees;

/// <summary>Asks the payee's bank whether name and account belong together, as the scheme for verification of payees has it. (SCA-226)</summary>
[ExtensionPoint]
public interface IPayeeVerification
{
    /// <summary>The answer for one payee; an exception counts as none.</summary>
    Task<PayeeCheck> VerifyAsync(Payee payee, CancellationToken ct);
}
