namespace FapiAuthServer.Interaction;

/// <summary>The customer's pages: server-rendered, without script, fixed element ids.</summary>
internal static class InteractionFeature
{
    public static IServiceCollection AddInteraction(this IServiceCollection services)
    {
        services.AddRazorPages(pages => pages.RootDirectory = "/Interaction");
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "__Host-fapi-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            antiforgery.Cookie.Path = "/";
            antiforgery.SuppressXFrameOptionsHeader = true; // ContentSecurity sends a stricter one
        });

        return services.AddScoped<Visits>().AddScoped<CustomerSessions>().AddSingleton<ContentSecurity>();
    }
}
