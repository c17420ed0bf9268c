using System.Globalization;
using FapiAuthServer.Interaction.Approval;
using FapiAuthServer.Interaction.Consent;
using FapiAuthServer.Interaction.Devices;
using FapiAuthServer.Interaction.Logout;
using FapiAuthServer.Interaction.Passkeys;
using FapiAuthServer.Interaction.Security;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors.Passkeys;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Interaction;

/// <summary>The customer's pages: server-rendered, without script but where a browser needs one, fixed element ids.</summary>
internal static class InteractionFeature
{
    public static IServiceCollection AddInteraction(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddRequestLocalization(ChooseLanguage);
        services.AddRazorPages(ChoosePages).AddMvcOptions(mvc => mvc.Filters.Add<RefusedForm>());
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "__Host-fapi-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            antiforgery.Cookie.Path = "/";
            antiforgery.Cookie.SameSite = SameSiteMode.Lax; // a second tab that a fintech opens must not lose the first one's
            antiforgery.SuppressXFrameOptionsHeader = true; // ContentSecurity sends a stricter one
        });

        AddPasskeys(services);
        return services.AddScoped<Visits>().AddScoped<Approvals>().AddScoped<ApprovalSteps>().AddScoped<CustomerSessions>().AddScoped<Logouts>().AddScoped<SessionEnd>().AddScoped<DeviceApi>().AddScoped<OwnDevices>().AddScoped<OwnChanges>().AddScoped<OwnFactors>().AddSingleton<BankingAppLink>().AddSingleton<LogoutBell>().AddSingleton<ConsentWords>().AddSingleton<ContentSecurity>();
    }

    private static void AddPasskeys(IServiceCollection services)
    {
        services.AddScoped<OwnPasskeys>().AddScoped<PasskeyDialogue>();
        services.AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeyRules>();

        // Over the module's passkeys, and not over the store that customers are enrolled by.
        services.AddScoped<IPasskeyHandler<Customer>>(provider => new PasskeyHandler<Customer>(
            new UserManager<Customer>(
                provider.GetRequiredService<PasskeyUserStore>(), provider.GetRequiredService<IOptions<IdentityOptions>>(),
                provider.GetRequiredService<IPasswordHasher<Customer>>(), [], [], provider.GetRequiredService<ILookupNormalizer>(),
                provider.GetRequiredService<IdentityErrorDescriber>(), provider, provider.GetRequiredService<ILogger<UserManager<Customer>>>()),
            provider.GetRequiredService<IOptions<IdentityPasskeyOptions>>()));
    }

    // A refusal is shown at the address that refused.
    private static void ChoosePages(RazorPagesOptions pages)
    {
        pages.RootDirectory = "/Interaction";
        pages.Conventions.AddPageRoute("/Answer/Answer", Issuer.EndSessionPath);
        pages.Conventions.AddPageRoute("/Security/Security", OwnDevices.Path);
        pages.Conventions.AddPageRoute("/Security/Security", OwnDevices.Path + "/add");
    }

    // The customer's language chooses the words. Numbers and dates are written as the words say, not as a culture does, and
    // no protocol message ever depends on who asks.
    private static void ChooseLanguage(RequestLocalizationOptions localization)
    {
        List<CultureInfo> languages = [.. PageLanguage.Offered.Select(CultureInfo.GetCultureInfo)];
        localization.SupportedCultures = [CultureInfo.InvariantCulture];
        localization.SupportedUICultures = languages;
        localization.DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, languages[0]);
        localization.RequestCultureProviders = [new CustomRequestCultureProvider(PageLanguage.ReadAsync), new AcceptLanguageHeaderRequestCultureProvider { MaximumAcceptLanguageHeaderValuesToTry = 10 }];
    }
}
