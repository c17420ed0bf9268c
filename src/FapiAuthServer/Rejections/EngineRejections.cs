using OpenIddict.Server;

namespace FapiAuthServer.Rejections;

/// <summary>
/// What the engine refuses by itself, in our words. Our handlers come first, so this is the net under them: the error
/// code stays the engine's, the description is ours, the engine's goes to the operator.
/// </summary>
internal static class EngineRejections
{
    public static Rejection Translate(string? error, string? description, OpenIddictServerEndpointType endpoint)
        => new(Reasons.RequestNotUnderstood with { Error = error ?? Reasons.RequestNotUnderstood.Error }, ClauseOf(endpoint), description);

    private static string ClauseOf(OpenIddictServerEndpointType endpoint) => endpoint switch
    {
        OpenIddictServerEndpointType.PushedAuthorization => "PAR-2.3",
        OpenIddictServerEndpointType.Authorization => "RFC6749-4.1.2.1",
        OpenIddictServerEndpointType.Introspection => "RFC7662-2.3",
        OpenIddictServerEndpointType.Revocation => "RFC7009-2.2.1",
        OpenIddictServerEndpointType.UserInfo => "RFC6750-3.1",
        OpenIddictServerEndpointType.Configuration => "RFC8414-3",
        _ => "RFC6749-5.2",
    };
}
