using FapiAuthServer.Sca.Exemptions;

namespace FapiAuthServer.Sca.Tests;

internal sealed class KnownOwners : IAccountOwners
{
    public HashSet<(Guid Customer, string From, string To)> OwnAccounts { get; } = [];

    public Task<bool> AreOfOnePersonAsync(Guid customerId, string fromAccount, string toAccount, CancellationToken ct) =>
        Task.FromResult(OwnAccounts.Contains((customerId, fromAccount, toAccount)));
}
