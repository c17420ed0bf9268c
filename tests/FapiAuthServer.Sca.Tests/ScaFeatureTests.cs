using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.Sca.Factors.Sms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Tests;

public sealed class ScaFeatureTests
{
    public static TheoryData<string, Action<ScaOptions>> UnsafeOptions => new()
    {
        { nameof(ScaOptions.MaxConsecutiveFailures), options => options.MaxConsecutiveFailures = 6 },
        { nameof(ScaOptions.MaxConsecutiveFailures), options => options.MaxConsecutiveFailures = 0 },
        { nameof(ScaOptions.FirstBlock), options => options.FirstBlock = TimeSpan.Zero },
        { nameof(ScaOptions.LongestBlock), options => options.LongestBlock = TimeSpan.FromMinutes(1) },
        { nameof(ScaOptions.AttemptLifetime), options => options.AttemptLifetime = TimeSpan.FromHours(1) },
        { nameof(ScaOptions.MinimumRefusalTime), options => options.MinimumRefusalTime = TimeSpan.FromSeconds(-1) },
        { nameof(ScaOptions.PasswordIterations), options => options.PasswordIterations = 1 },
        { nameof(ScaOptions.PasswordMinimumLength), options => options.PasswordMinimumLength = 4 },
        { nameof(ScaOptions.MaxTemporaryBlocks), options => options.MaxTemporaryBlocks = -1 },
        { nameof(ScaOptions.CodeLifetime), options => options.CodeLifetime = TimeSpan.FromDays(2) },
        { nameof(SmsOptions.Digits), options => options.Sms.Digits = 5 },
        { nameof(SmsOptions.CodeLifetime), options => options.Sms.CodeLifetime = TimeSpan.FromMinutes(11) },
        { nameof(AppOptions.MessageLifetime), options => options.App.MessageLifetime = TimeSpan.FromMinutes(6) },
        { nameof(PasskeyOptions.RelyingPartyId), options => options.Passkeys.RelyingPartyId = "https://bank.example" },
        { nameof(PasskeyOptions.Origins), options => options.Passkeys.RelyingPartyId = "bank.example" },
        { nameof(PasskeyOptions.Origins), options => { options.Passkeys.RelyingPartyId = "bank.example"; options.Passkeys.Origins.Add("https://id.bank.example/"); } },
        { nameof(PasskeyOptions.Origins), options => { options.Passkeys.RelyingPartyId = "bank.example"; options.Passkeys.Origins.Add("id.bank.example"); } },
        { nameof(ExemptionOptions.LowValueSingle), options => options.Exemptions.LowValueSingle = 31 },
        { nameof(ExemptionOptions.LowValueCumulative), options => options.Exemptions.LowValueCumulative = 101 },
        { nameof(ExemptionOptions.LowValueCount), options => options.Exemptions.LowValueCount = 6 },
        { nameof(ExemptionOptions.ThirdPartyAccessLifetime), options => options.Exemptions.ThirdPartyAccessLifetime = TimeSpan.FromDays(181) },
    };

    [Theory]
    [MemberData(nameof(UnsafeOptions), DisableDiscoveryEnumeration = true)]
    public void Unsafe_options_are_refused(string option, Action<ScaOptions> configure)
    {
        using var services = new ServiceCollection().AddSca<TestDbContext>(configure).BuildServiceProvider();

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ScaOptions>>().Value);

        Assert.Contains(option, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_options_are_accepted()
    {
        using var services = new ServiceCollection().AddSca<TestDbContext>().BuildServiceProvider();
        Assert.Equal(5, services.GetRequiredService<IOptions<ScaOptions>>().Value.MaxConsecutiveFailures);
    }

    [Fact]
    public async Task Details_of_customers_are_the_banks_to_know()
    {
        await using var without = new ServiceCollection().AddSca<TestDbContext>().BuildServiceProvider();
        await using var with = new ServiceCollection().AddSingleton<ICustomerDetails, Register>().AddSca<TestDbContext>().BuildServiceProvider();

        Assert.Null(await without.GetRequiredService<ICustomerDetails>().FindAsync("subject", TestContext.Current.CancellationToken));
        var details = await with.GetRequiredService<ICustomerDetails>().FindAsync("subject", TestContext.Current.CancellationToken);
        Assert.Equal("ada@example.test", details!.Email);
        Assert.DoesNotContain("ada", details.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Module_references_nothing_of_http_oauth_or_the_server()
    {
        string[] forbidden = ["Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Authentication", "OpenIddict", "FapiAuthServer"];

        var references = typeof(ScaFeature).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.All(references, name => Assert.DoesNotContain(forbidden, prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_public_interface_is_an_extension_point() =>
        Assert.All(
            typeof(ScaFeature).Assembly.GetExportedTypes().Where(type => type.IsInterface),
            type => Assert.True(type.IsDefined(typeof(ExtensionPointAttribute), inherit: false)));

    private sealed class Register : ICustomerDetails
    {
        public Task<CustomerDetails?> FindAsync(string subject, CancellationToken ct) => Task.FromResult<CustomerDetails?>(new CustomerDetails { Email = "ada@example.test" });
    }
}
