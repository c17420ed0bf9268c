using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.Sca.Factors.RecoveryCodes;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.Sca.StepUp;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FapiAuthServer.Sca.Data;

/// <summary>The host's context, under a type that says nothing of the host.</summary>
internal sealed class ScaStore(DbContext context)
{
    // Never tracked: a tracked copy written back as a whole would undo what another node has counted since.
    public IQueryable<Customer> Customers => context.Set<Customer>().AsNoTracking();

    public IQueryable<ScaKey> Keys => context.Set<ScaKey>().AsNoTracking();

    public IQueryable<Challenge> Challenges => context.Set<Challenge>().AsNoTracking();

    public IQueryable<AuthenticationCode> Codes => context.Set<AuthenticationCode>().AsNoTracking();

    public IQueryable<ScaEvent> Events => context.Set<ScaEvent>().AsNoTracking();

    public IQueryable<SmsNumber> SmsNumbers => context.Set<SmsNumber>().AsNoTracking();

    public IQueryable<SmsMessage> SmsMessages => context.Set<SmsMessage>().AsNoTracking();

    public IQueryable<AppActivation> AppActivations => context.Set<AppActivation>().AsNoTracking();

    public IQueryable<AppDevice> AppDevices => context.Set<AppDevice>().AsNoTracking();

    public IQueryable<Passkey> Passkeys => context.Set<Passkey>().AsNoTracking();

    public IQueryable<PasskeyRegistration> PasskeyRegistrations => context.Set<PasskeyRegistration>().AsNoTracking();

    public IQueryable<SpentPasskeyQuestion> SpentPasskeyQuestions => context.Set<SpentPasskeyQuestion>().AsNoTracking();

    public IQueryable<RecoveryCode> RecoveryCodes => context.Set<RecoveryCode>().AsNoTracking();

    public IQueryable<ExemptionDecision> Decisions => context.Set<ExemptionDecision>().AsNoTracking();

    public IQueryable<AccountAccessRecord> AccountAccess => context.Set<AccountAccessRecord>().AsNoTracking();

    public IQueryable<TrustedPayee> TrustedPayees => context.Set<TrustedPayee>().AsNoTracking();

    public IQueryable<PaymentSeries> Series => context.Set<PaymentSeries>().AsNoTracking();

    public IQueryable<LowValueCounter> LowValueCounters => context.Set<LowValueCounter>().AsNoTracking();

    public IQueryable<TransactionRiskBand> RiskBands => context.Set<TransactionRiskBand>().AsNoTracking();

    public IQueryable<PaymentRecord> Payments => context.Set<PaymentRecord>().AsNoTracking();

    public void Forget(object entity) => context.Entry(entity).State = EntityState.Detached;

    public Task InsertAsync(object entity, CancellationToken ct) => InsertAsync([entity], ct);

    /// <summary>All of them, or none; inside a transaction that is rolled back as a whole when they cannot be written.</summary>
    public async Task InsertAsync(IReadOnlyList<object> entities, CancellationToken ct)
    {
        var withSavepoints = context.Database.AutoSavepointsEnabled;
        context.Database.AutoSavepointsEnabled = false; // each would be two more round trips
        try
        {
            await SaveAsync(entities, ct);
        }
        finally
        {
            context.Database.AutoSavepointsEnabled = withSavepoints;
        }
    }

    /// <summary>False when there is a row with that key already.</summary>
    public async Task<bool> TryInsertAsync<TEntity>(TEntity entity, CancellationToken ct)
        where TEntity : class
    {
        var key = context.Entry(entity).Metadata.FindPrimaryKey()!.Properties
            .Select(property => property.PropertyInfo!.GetValue(entity)).ToArray();
        try
        {
            await SaveAsync([entity], ct);
            return true;
        }
        catch (DbUpdateException)
        {
            var found = await context.Set<TEntity>().FindAsync(key, ct);
            if (found is null)
                throw;
            Forget(found);
            return false;
        }
    }

    public Task<IDbContextTransaction> BeginAsync(CancellationToken ct) => context.Database.BeginTransactionAsync(ct);

    // A count made inside the caller's transaction would vanish with its rollback, and with it the limit on guesses.
    public void RequireNoTransaction()
    {
        if (context.Database.CurrentTransaction is not null)
            throw new InvalidOperationException("Elements must not be judged inside a database transaction.");
    }

    private async Task SaveAsync(IReadOnlyList<object> entities, CancellationToken ct)
    {
        // Saved is what is tracked: something half-made of the host's must not be saved by the way.
        if (context.ChangeTracker.HasChanges())
            throw new InvalidOperationException("Save or discard your own changes before strong customer authentication writes.");

        context.AddRange(entities);
        try
        {
            await context.SaveChangesAsync(ct);
        }
        finally
        {
            foreach (var entity in entities)
                Forget(entity);
        }
    }
}
