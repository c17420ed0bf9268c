using Microsoft.AspNetCore.Authorization;

namespace FapiAuthServer.ResourceServer;

/// <summary>The token must have all of these scopes.</summary>
internal sealed record ScopeRequirement(IReadOnlyList<string> Scopes) : IAuthorizationRequirement;
