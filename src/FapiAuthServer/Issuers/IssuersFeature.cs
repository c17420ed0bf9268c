namespace FapiAuthServer.Issuers;

/// <summary>One or many issuers in one process, told apart by the first segment of the path.</summary>
internal static class IssuersFeature
{
    public static IServiceCollection AddIssuers(this IServiceCollection services)
        => services.AddSingleton<IssuerDirectory>().AddSingleton<ResolveIssuer>();
}
