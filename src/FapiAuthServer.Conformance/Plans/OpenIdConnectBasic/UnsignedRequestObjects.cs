using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

/// <summary>Requests in a JWT that nobody signed.</summary>
internal static class UnsignedRequestObjects
{
    public const string Requirement = "OIDCC-6.1";

    /// <summary>Ends the module where the server says that it takes signed ones only, which it may.</summary>
    public static void SkipUnlessTaken(ModuleContext context)
    {
        const string Algorithms = "request_object_signing_alg_values_supported";
        if (context.Server.Has(Algorithms) && !context.Server.Values(Algorithms).Contains("none"))
        {
            context.Checks.Skip(Requirement, $"The server lists in {Algorithms} what request objects are signed with, and `none` is not there.");
        }
    }

    /// <summary>Sends the customer with the request in such a JWT, and in the query what OAuth wants there.</summary>
    /// <param name="alterQuery">Changes the query beside the JWT.</param>
    public static Task<AuthorizationAnswer> AuthorizeAsync(
        ClientFlow client, AuthorizationRequest request, RequestRefusal refusal, Action<FormParameters>? alterQuery = null)
    {
        var claims = new JsonObject(request.Parameters.Select(parameter => KeyValuePair.Create<string, JsonNode?>(parameter.Key, parameter.Value)));
        return client.TryAuthorizeUnpushedAsync(
            request,
            alter: query =>
            {
                query.Remove("state", "nonce");
                query["request"] = $"{Base64UrlText.Encode("""{"alg":"none"}""")}.{Base64UrlText.Encode(claims.ToJsonString())}.";
                alterQuery?.Invoke(query);
            },
            refusal: refusal);
    }
}
