namespace FapiAuthServer.Clients;

/// <summary>Registered clients, kept across requests, and their keys.</summary>
internal static class ClientsFeature
{
    public static IServiceCollection AddClients(this IServiceCollection services)
        => services.AddSingleton<ClientRegistry>()
            .AddSingleton<ClientKeys>()
            .AddSingleton<ResponseSealer>()
            .AddSingleton<OutboundTrust>()
            .AddSingleton<OutboundFetcher>();
}
