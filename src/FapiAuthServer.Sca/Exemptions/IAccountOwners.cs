namespace FapiAuthServer.Sca.Exemptions;

/// <summary>Knows whose accounts are whose; the bank's core system does.</summary>
[ExtensionPoint]
public interface IAccountOwners
{
    /// <summary>Whether both are payment accounts of this bank, held by this customer.</summary>
    Task<bool> AreOfOnePersonAsync(Guid customerId, string fromAccount, string toAccount, CancellationToken ct);
}
