using Microsoft.AspNetCore.Authorization;

namespace FapiAuthServer.ResourceServer;

/// <summary>The customer must have been authenticated in one of these ways, and lately enough.</summary>
internal sealed record AuthenticationRequirement(IReadOnlyList<string> Contexts, TimeSpan? MaximumAge) : IAuthorizationRequirement;
