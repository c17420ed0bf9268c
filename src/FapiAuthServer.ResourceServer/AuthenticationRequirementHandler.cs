using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace FapiAuthServer.ResourceServer;

/// <summary>Checks how and when the customer authenticated, and leaves word of what would do for the challenge (RFC 9470 §3).</summary>
internal sealed class AuthenticationRequirementHandler(IHttpContextAccessor accessor, TimeProvider time) : AuthorizationHandler<AuthenticationRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AuthenticationRequirement requirement)
    {
        var http = context.Resource as HttpContext ?? accessor.HttpContext;
        if (http?.Features.Get<VerifiedAccessToken>() is not { } token)
            return Task.CompletedTask;

        var isStrong = requirement.Contexts.Count == 0 || requirement.Contexts.Contains(token.AuthenticationContext);
        var isRecent = requirement.MaximumAge is not { } age || token.AuthenticatedAt is { } at && time.GetUtcNow() - at <= age;
        if (isStrong && isRecent)
            context.Succeed(requirement);
        else
            http.Features.Set(Refusals.InsufficientAuthentication(requirement));
        return Task.CompletedTask;
    }
}
