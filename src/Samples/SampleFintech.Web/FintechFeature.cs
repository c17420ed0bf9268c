using Microsoft.AspNetCore.DataProtection;
using SampleFintech.Web.Accounts;
using SampleFintech.Web.Connecting;
using SampleFintech.Web.Journal;
using SampleFintech.Web.Sessions;
using SandboxKit;

namespace SampleFintech.Web;

/// <summary>The fintech's services: sessions, the flow with the bank, and the journal of it.</summary>
internal static class FintechFeature
{
    public static void AddFintech(this IServiceCollection services, Kit kit)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(kit.Server);
        services.AddSingleton(kit.Issuer);
        services.AddSingleton(FintechIdentity.From(kit));
        services.AddSingleton<HttpMessageHandler>(SandboxTrust.Handler(kit.Authority));
        services.AddSingleton<RecordedHttp>();
        services.AddSingleton<AuthorizationServer>();
        services.AddSingleton<IdTokenVerifier>();
        services.AddSingleton<BankConnector>();
        services.AddSingleton<BankApi>();
        services.AddSingleton<SessionStore>();
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentSession>();
        services.AddScoped<Fintech>();

        services.AddRazorPages();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "__Host-sample-fintech-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            antiforgery.SuppressXFrameOptionsHeader = true; // the policy for all pages is stricter
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
        });
        // Sessions end with the process, so what protects their forms may as well.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
    }
}
