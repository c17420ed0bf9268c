using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.Sca.Factors.Password;
using FapiAuthServer.Sca.Factors.RecoveryCodes;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.Sca.Factors.Totp;
using FapiAuthServer.Sca.Monitoring;
using FapiAuthServer.Sca.Payees;
using FapiAuthServer.Sca.StepUp;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca;

/// <summary>Strong customer authentication: customers and their factors, dynamic linking, exemptions, the count of failures that blocks, and the evidence of it all.</summary>
public static class ScaFeature
{
    /// <summary>
    /// Adds the module over a context that applies <see cref="ScaModel.ApplySca"/>; Data Protection (or an
    /// <see cref="ISecretProtector"/> of the bank's own) must be registered beside it.
    /// </summary>
    public static IServiceCollection AddSca<TContext>(this IServiceCollection services, Action<ScaOptions>? configure = null)
        where TContext : DbContext
    {
        AddOptions(services, configure ?? (static _ => { }));

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ISecretProtector, DataProtectionSecretProtector>();
        services.TryAddSingleton<ICustomerDetails, NoCustomerDetails>();
        services.TryAddSingleton<IPasswordHasher<Customer>, PasswordHasher<Customer>>();
        services.TryAddSingleton<DecoyPassword>();
        services.AddIdentityCore<Customer>().AddEntityFrameworkStores<TContext>();

        services.AddSingleton<ScaKeyCache>();
        services.AddSingleton<FraudRateCache>();
        services.AddScoped(provider => new ScaStore(provider.GetRequiredService<TContext>()));
        services.AddScoped<KeyedHashes>();
        services.AddScoped<ScaEvents>();
        services.AddScoped<AttemptCounter>();
        services.AddSingleton<RefusalPace>();
        services.AddScoped(provider => new ScaPruning(
            provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<ScaOptions>>()));

        AddFactors(services);
        AddExemptions(services);
        AddStepUp(services);
        return services;
    }

    private static void AddFactors(IServiceCollection services)
    {
        services.TryAddSingleton<ICustomerNotices, LoggedNotices>();
        services.TryAddSingleton<ISmsSender, NoSmsSender>();
        services.TryAddSingleton<INumberRiskCheck, NoNumberRiskCheck>();

        services.AddScoped<FactorChanges>();
        services.AddScoped<SmsSending>();
        services.AddScoped<AppDevices>();
        services.AddSingleton<AttestationTrust>();
        services.AddScoped<PasskeyCeremony>();
        services.AddScoped<PasskeyUses>();
        AddFactor<PasswordFactor>(services);
        AddFactor<TotpFactor>(services);
        AddFactor<SmsFactor>(services);
        AddFactor<AppCodeFactor>(services);
        AddFactor<AppApprovalFactor>(services);
        AddFactor<PasskeyFactor>(services);
        AddFactor<RecoveryCodeFactor>(services);

        // By hand, because what is public is made of what is not.
        services.AddScoped(provider => new PasswordEnrolment(
            provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<UserManager<Customer>>(),
            provider.GetRequiredService<FactorChanges>()));
        services.AddScoped(provider => new TotpEnrolment(
            provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<TotpFactor>(), provider.GetRequiredService<FactorChanges>(),
            provider.GetRequiredService<AttemptCounter>(), provider.GetRequiredService<TimeProvider>()));
        services.AddScoped(provider => new SmsEnrolment(
            provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<SmsSending>(), provider.GetRequiredService<SmsFactor>(),
            provider.GetRequiredService<KeyedHashes>(), provider.GetRequiredService<ISecretProtector>(),
            provider.GetRequiredService<FactorChanges>(), provider.GetRequiredService<AttemptCounter>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<ScaOptions>>()));
        services.AddScoped(provider => new AppDeviceEnrolment(
            provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<AppDevices>(), provider.GetRequiredService<KeyedHashes>(),
            provider.GetRequiredService<ISecretProtector>(), provider.GetRequiredService<FactorChanges>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<ScaOptions>>(),
            provider.GetRequiredService<ILogger<AppDeviceEnrolment>>()));
        services.AddScoped(provider => new BankingApp(
            provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<AppDevices>(), provider.GetRequiredService<AttemptCounter>(),
            provider.GetRequiredService<CustomerDirectory>(), provider.GetRequiredService<KeyedHashes>(),
            provider.GetRequiredService<ScaEvents>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<ScaOptions>>(), provider.GetRequiredService<ILogger<BankingApp>>()));
        services.AddScoped(provider => new PasskeyEnrolment(
            provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<PasskeyCeremony>(),
            provider.GetRequiredService<FactorChanges>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<ScaOptions>>()));
        services.AddScoped(provider => new PasskeyUserStore(provider.GetRequiredService<ScaStore>()));
        services.AddScoped(provider => new PasskeySignIn(
            provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<PasskeyUses>(), provider.GetRequiredService<FactorPolicy>(),
            provider.GetRequiredService<AttemptCounter>(), provider.GetRequiredService<RefusalPace>(), provider.GetRequiredService<ScaEvents>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<ScaOptions>>(),
            provider.GetRequiredService<ILogger<PasskeySignIn>>()));
        services.AddScoped(provider => new RecoveryCodeEnrolment(
            provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<RecoveryCodeFactor>(),
            provider.GetRequiredService<KeyedHashes>(), provider.GetRequiredService<FactorChanges>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddFactor<TFactor>(IServiceCollection services)
        where TFactor : class, IFactor
    {
        services.AddScoped<TFactor>();
        services.AddScoped<IFactor>(provider => provider.GetRequiredService<TFactor>());
    }

    private static void AddExemptions(IServiceCollection services)
    {
        services.TryAddScoped<ITransactionMonitor, SpendingMonitor>();
        services.TryAddSingleton<IAccountOwners, NoAccountOwners>();
        services.TryAddSingleton<IPayeeVerification, NoPayeeVerification>();
        services.AddScoped<PayeeChecking>();

        // In the order in which they are asked; those that count come last, so that they count only what no other has taken.
        services.AddScoped<AccountAccessAge>();
        services.AddScoped<FraudRates>();
        services.AddScoped<IExemption, AccountInformationExemption>();
        services.AddScoped<IExemption, ThirdPartyAccessExemption>();
        services.AddScoped<IExemption, OwnAccountsExemption>();
        services.AddScoped<IExemption, TrustedPayeeExemption>();
        services.AddScoped<IExemption, RecurringExemption>();
        services.AddScoped<IExemption, CorporateProcessExemption>();
        services.AddScoped<IExemption, TransactionRiskExemption>();
        services.AddScoped<IExemption, LowValueExemption>();
        services.AddScoped<ExemptionState>();
        services.AddScoped<ExemptionUses>();

        services.AddScoped(provider => new TrustedPayees(provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddScoped(provider => new PaymentBook(provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddScoped(provider => new QuarterlyReporting(
            provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<FraudRates>(), provider.GetRequiredService<IOptions<ScaOptions>>()));
        services.AddScoped(provider => new QuarterClosing(
            provider.GetRequiredService<ScaStore>(), provider.GetRequiredService<FraudRates>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<QuarterClosing>>()));
    }

    private static void AddStepUp(IServiceCollection services)
    {
        services.AddSingleton<FactorPolicy>();
        services.AddScoped<SessionElements>();
        services.AddScoped<PromptLimits>();
        services.AddScoped<AuthenticationCodes>();
        services.AddScoped<Evaluation>();
        services.AddScoped<ChallengeOpening>();
        services.AddScoped<ChallengeVerification>();
        services.AddScoped(provider => new StrongAuthentication(
            provider.GetRequiredService<Evaluation>(), provider.GetRequiredService<ExemptionUses>(), provider.GetRequiredService<PayeeChecking>(),
            provider.GetRequiredService<ChallengeOpening>(), provider.GetRequiredService<ChallengeVerification>(),
            provider.GetRequiredService<AuthenticationCodes>(),
            provider.GetRequiredService<SmsFactor>(), provider.GetRequiredService<RefusalPace>()));
        services.AddScoped(provider => new CustomerSignIn(
            provider.GetRequiredService<ScaStore>(),
            provider.GetRequiredService<ILookupNormalizer>(),
            provider.GetRequiredService<PasswordFactor>(),
            provider.GetRequiredService<TotpFactor>(),
            provider.GetRequiredService<AttemptCounter>(),
            provider.GetRequiredService<RefusalPace>(),
            provider.GetRequiredService<ScaEvents>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<ScaOptions>>(),
            provider.GetRequiredService<ILogger<CustomerSignIn>>()));
        services.AddScoped(provider => new CustomerDirectory(
            provider.GetRequiredService<ScaStore>(),
            provider.GetRequiredService<UserManager<Customer>>(),
            provider.GetRequiredService<TotpFactor>(),
            provider.GetServices<IFactor>(),
            provider.GetRequiredService<ScaEvents>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<CustomerDirectory>>()));
    }

    // Compared letter by letter, so it must be written as a browser writes it; apps have origins of their own kind.
    private static bool IsOrigin(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme == "android" || origin == uri.GetLeftPart(UriPartial.Authority));

    private static void AddOptions(IServiceCollection services, Action<ScaOptions> configure)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ScaOptions>, ScaOptionsValidator>());
        services.AddOptions<ScaOptions>()
            .Configure(configure)
            .Validate(
                static sca => sca.FirstBlock <= sca.LongestBlock,
                $"{nameof(ScaOptions.LongestBlock)} is shorter than {nameof(ScaOptions.FirstBlock)}: raise the one or lower the other.")
            .Validate(
                static sca => sca.Passkeys.RelyingPartyId is null || (sca.Passkeys.Origins.Count > 0 && sca.Passkeys.Origins.TrueForAll(IsOrigin)),
                $"{nameof(PasskeyOptions.Origins)} needs at least one origin such as https://id.bank.example, without a path or a slash at its end.")
            .Validate(
                static sca => sca.Passkeys.Attestation == AttestationDemand.None || AttestationTrust.TryRead(sca.Passkeys.AttestationRoots) is not null,
                $"{nameof(PasskeyOptions.AttestationRoots)} is no PEM file with certificates: name one, or demand no attestation of passkeys.")
            .Validate(
                static sca => sca.Passkeys.Attestation != AttestationDemand.None || sca.Passkeys.AllowedModels.Count == 0,
                $"{nameof(PasskeyOptions.AllowedModels)} is set, but no attestation is demanded that would prove the model: set {nameof(PasskeyOptions.Attestation)} to {nameof(AttestationDemand.Direct)}.")
            .ValidateOnStart();

        services.AddOptions<PasswordHasherOptions>()
            .Configure<IOptions<ScaOptions>>(static (hasher, sca) => hasher.IterationCount = sca.Value.PasswordIterations);

        services.AddOptions<IdentityOptions>().Configure<IOptions<ScaOptions>>(static (identity, sca) =>
        {
            // Length is what counts; demanded character classes only make passwords predictable.
            identity.Password.RequiredLength = sca.Value.PasswordMinimumLength;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
        });
    }
}
