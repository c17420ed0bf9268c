using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlerFilters;

namespace FapiAuthServer.Pipeline;

/// <summary>Handlers that can never run here: of endpoints no profile serves, of the engine's own storage, of its own tokens.</summary>
internal static class UnusedHandlers
{
    private static readonly HashSet<Type> UnusedEvents =
    [
        typeof(ExtractDeviceAuthorizationRequestContext), typeof(ValidateDeviceAuthorizationRequestContext),
        typeof(HandleDeviceAuthorizationRequestContext), typeof(ApplyDeviceAuthorizationResponseContext),
        typeof(ExtractEndUserVerificationRequestContext), typeof(ValidateEndUserVerificationRequestContext),
        typeof(HandleEndUserVerificationRequestContext), typeof(ApplyEndUserVerificationResponseContext),
        typeof(ProcessSignOutContext), typeof(ProcessChallengeContext),
        typeof(ProcessAuthenticationContext), typeof(ValidateTokenContext), typeof(GenerateTokenContext),
    ];

    private static readonly HashSet<Type> UnusedFilters =
    [
        typeof(RequireDegradedModeDisabled), typeof(RequireTokenStorageEnabled), typeof(RequireAuthorizationStorageEnabled),
        typeof(RequireDeviceAuthorizationRequest), typeof(RequireEndUserVerificationRequest),
        typeof(RequireDeviceCodeGenerated), typeof(RequireUserCodeGenerated), typeof(RequireIssuedTokenGenerated),
    ];

    public static void Remove(List<OpenIddictServerHandlerDescriptor> handlers)
        => handlers.RemoveAll(handler => UnusedEvents.Contains(handler.ContextType) || handler.FilterTypes.Any(UnusedFilters.Contains));
}
