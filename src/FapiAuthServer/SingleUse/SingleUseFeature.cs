namespace FapiAuthServer.SingleUse;

/// <summary>Everything that may be used once, in one store that all nodes share.</summary>
internal static class SingleUseFeature
{
    public static IServiceCollection AddSingleUse(this IServiceCollection services)
        => services.AddScoped<SingleUseStore>().AddScoped<RevokedTokens>();
}
