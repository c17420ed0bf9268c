using System.Data;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.Sca.Factors.Totp;
using FapiAuthServer.Sca.Payees;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit.Databases;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SignInResult = FapiAuthServer.Sca.Customers.SignInResult;

namespace FapiAuthServer.Sca.Tests;

/// <summary>
/// The module in two nodes over one real database: a SQLite file, or a PostgreSQL database of its own.
/// </summary>
internal sealed class TestBank : IAsyncDisposable
{
    private readonly string? postgreSql;
    private readonly string sqliteFile = Path.Combine(Path.GetTempPath(), $"sca_{Guid.NewGuid():N}.db");
    private readonly List<ServiceProvider> nodes = [];
    private readonly IDataProtectionProvider keyRing = new EphemeralDataProtectionProvider();
    private int nextNode;

    private TestBank(string? postgreSql, Action<ScaOptions>? configure)
    {
        this.postgreSql = postgreSql;
        Protector = new CountingProtector(keyRing);
        for (var node = 0; node < 2; node++)
            nodes.Add(BuildNode(configure, keyRing, Protector));
    }

    public TestClock Clock { get; } = new();

    public CapturedLogs Logs { get; } = new();

    public CountingProtector Protector { get; }

    public SentTexts Texts { get; } = new();

    public KnownNumbers Numbers { get; } = new();

    public SentNotices Notices { get; } = new();

    public KnownOwners Owners { get; } = new();

    public KnownPayees Payees { get; } = new();

    /// <summary>Every hash a password was verified against, on both nodes.</summary>
    public IReadOnlyList<string> VerifiedHashes =>
        [.. nodes.SelectMany(node => node.GetRequiredService<RecordingHasher>().Verified)];

    public static Task<TestBank> OpenAsync(Action<ScaOptions>? configure = null) => OpenAsync(DatabaseKind.Sqlite, configure);

    /// <summary>For what two requests or nodes may do at once, which each database decides in its own way.</summary>
    public static async Task<TestBank> OpenAsync(DatabaseKind database, Action<ScaOptions>? configure = null)
    {
        var bank = new TestBank(database == DatabaseKind.PostgreSql ? await (await TestPostgres.SharedAsync()).CreateDatabaseAsync() : null, configure);
        await bank.UseAsync<TestDbContext, bool>(context => context.Database.EnsureCreatedAsync());
        return bank;
    }

    /// <summary>Runs in a scope of its own, on the nodes in turn.</summary>
    public async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> act)
        where TService : notnull
    {
        var node = nodes[Interlocked.Increment(ref nextNode) % nodes.Count];
        await using var scope = node.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<TResult> DirectoryAsync<TResult>(Func<CustomerDirectory, Task<TResult>> act) => UseAsync(act);

    public Task<TResult> DatabaseAsync<TResult>(Func<DbContext, Task<TResult>> act) => UseAsync<TestDbContext, TResult>(act);

    public Task<Customer> RowAsync(TestCustomer customer) => DatabaseAsync(context =>
        context.Set<Customer>().AsNoTracking().SingleAsync(row => row.Id == customer.Identity.Id));

    public async Task<TestCustomer> EnrolAsync(string username = "alice.example")
    {
        var secret = TotpCodes.NewSecret();
        var password = $"password of {username}";
        var identity = await DirectoryAsync(d => d.EnrolAsync(new NewCustomer(username, "Alice Example", password, secret)));
        return new TestCustomer(identity, password, secret);
    }

    public Task<TResult> ScaAsync<TResult>(Func<StrongAuthentication, Task<TResult>> act) => UseAsync(act);

    /// <summary>Gives what was found exempt, as a host does: in a transaction that holds only if the exemption does.</summary>
    public Task<ExemptionUse> GiveAsync(Guid decisionId, CodeBinding binding, bool isGiven = true) => UseAsync<IServiceProvider, ExemptionUse>(async scope =>
    {
        await using var transaction = await scope.GetRequiredService<TestDbContext>().Database.BeginTransactionAsync();
        var use = await scope.GetRequiredService<StrongAuthentication>().UseExemptionAsync(decisionId, binding);
        if (use == ExemptionUse.Used && isGiven)
            await transaction.CommitAsync();
        return use;
    });

    public Task<SignInAttempt> BeginAsync(string username, string password) =>
        UseAsync<CustomerSignIn, SignInAttempt>(signIn => signIn.BeginAsync(username, password, CancellationToken.None));

    public Task<SignInResult> CompleteAsync(SignInAttempt attempt, string otp) =>
        UseAsync<CustomerSignIn, SignInResult>(signIn => signIn.CompleteAsync(attempt, otp, CancellationToken.None));

    public async Task<SignInResult> SignInAsync(string username, string password, string otp) =>
        await CompleteAsync(await BeginAsync(username, password), otp);

    /// <summary>With both elements right, in a time step that was not used before.</summary>
    public Task<SignInResult> SignInRightAsync(TestCustomer customer)
    {
        Clock.Advance(TimeSpan.FromSeconds(60));
        return SignInAsync(customer.Username, customer.Password, customer.CodeAt(Clock.Now));
    }

    /// <summary>Fails so often, with the right password; cheap, because the password is verified once.</summary>
    public async Task<SignInResult> FailAsync(TestCustomer customer, int times)
    {
        var attempt = new SignInAttempt(customer.Identity.Id, KnowledgeAccepted: true, Clock.Now);
        SignInResult result = new SignInResult.Refused();
        for (var time = 0; time < times; time++)
            result = await CompleteAsync(attempt, customer.WrongCodeAt(Clock.Now));
        return result;
    }

    /// <summary>Every value of every row, as an attacker with the database would see it.</summary>
    public Task<List<object>> DumpAsync() => DatabaseAsync(async context =>
    {
        var connection = context.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        var values = new List<object>();
        foreach (var table in context.Model.GetEntityTypes().Select(entity => entity.GetTableName()).Distinct())
        {
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.Default);
            while (await reader.ReadAsync())
                values.AddRange(Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue));
        }

        return values;
    });

    public async ValueTask DisposeAsync()
    {
        await DatabaseAsync(context => context.Database.EnsureDeletedAsync());
        foreach (var node in nodes)
            await node.DisposeAsync();
        Logs.Dispose();
        SqliteConnection.ClearAllPools();
        File.Delete(sqliteFile);
    }

    private ServiceProvider BuildNode(Action<ScaOptions>? configure, IDataProtectionProvider keys, ISecretProtector protector)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(keys);
        services.AddSingleton(protector);
        services.AddSingleton<ISmsSender>(Texts);
        services.AddSingleton<INumberRiskCheck>(Numbers);
        services.AddSingleton<ICustomerNotices>(Notices);
        services.AddSingleton<IAccountOwners>(Owners);
        services.AddSingleton<IPayeeVerification>(Payees);
        services.AddSingleton<RecordingHasher>();
        services.AddSingleton<IPasswordHasher<Customer>>(provider => provider.GetRequiredService<RecordingHasher>());
        services.AddDbContext<TestDbContext>(UseDatabase);
        services.AddSca<TestDbContext>(options =>
        {
            options.PasswordIterations = 100_000;
            options.MinimumRefusalTime = TimeSpan.Zero;
            options.Passkeys.RelyingPartyId = SoftPasskey.RelyingParty;
            options.Passkeys.Origins.Add(SoftPasskey.Origin);
            options.Exemptions.AllowsTrustedPayees = options.Exemptions.AllowsRecurring = true;
            options.Exemptions.AllowsOwnAccounts = options.Exemptions.AllowsLowValue = true;
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider(validateScopes: true);
    }

    private void UseDatabase(DbContextOptionsBuilder builder)
    {
        if (postgreSql is not null)
            builder.UseNpgsql(postgreSql);
        else
            builder.UseSqlite($"Data Source={sqliteFile};Default Timeout=60");
    }
}
