using System.Text.Json;

namespace FapiAuthServer.Grants.Details;

/// <summary>One authorization details object: its type, and all of it.</summary>
internal sealed record AuthorizationDetail(string Type, JsonElement Json);
