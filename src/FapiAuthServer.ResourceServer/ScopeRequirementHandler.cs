using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace FapiAuthServer.ResourceServer;

/// <summary>
/// Checks scopes and leaves word of what is missing for the challenge. A step-up or authorization-details requirement works
/// alike.
/// </summary>
internal sealed class ScopeRequirementHandler(IHttpContextAccessor accessor) : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        var http = context.Resource as HttpContext ?? accessor.HttpContext;
        if (http?.Features.Get<VerifiedAccessToken>() is not { } token)
            return Task.CompletedTask;
        if (requirement.Scopes.All(token.HasScope))
            context.Succeed(requirement);
        else
            http.Features.Set(Refusals.InsufficientScope(string.Join(' ', requirement.Scopes)));
        return Task.CompletedTask;
    }
}
