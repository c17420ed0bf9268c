using FapiAuthServer.Grants.Details;

namespace FapiAuthServer.Grants;

/// <summary>Durable grants, the gate every grant type passes, and whether a token is still good.</summary>
internal static class GrantsFeature
{
    public static IServiceCollection AddGrants(this IServiceCollection services)
        => services.AddScoped<GrantRegister>()
            .AddScoped<TokenGate>()
            .AddScoped<TokenStanding>()
            .AddSingleton<AccessTokenReader>()
            .AddSingleton<AuthenticationContexts>()
            .AddSingleton<AuthorizationDetailsTypes>()
            .AddSingleton<IAuthorizationDetailsType, PaymentInitiation>()
            .AddSingleton<IAuthorizationDetailsType, AccountInformation>()
            .AddSingleton<IdentityTokenReader>()
            .AddSingleton<PairwiseSubjects>();
}
