using FapiAuthServer.Conformance.Configuration;

namespace FapiAuthServer.Conformance.Browser;

/// <summary>A customer, for the length of one visit.</summary>
public sealed class CustomerTurn : IDisposable
{
    private readonly CustomerPool pool;
    private readonly OneTimeCodes codes;

    internal CustomerTurn(CustomerPool pool, OneTimeCodes codes) => (this.pool, this.codes) = (pool, codes);

    public CustomerConfiguration Customer => codes.Customer;

    /// <summary>A code this customer has not used yet, as soon as there is one.</summary>
    public Task<string> NextCodeAsync(CancellationToken cancellation) => codes.NextAsync(cancellation);

    public void Dispose() => pool.Return(codes);
}
