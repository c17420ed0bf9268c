using System.Text.Json;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.Introspection;

/// <summary>Writes the answer: the token's own claims, or nothing but that it is not active.</summary>
internal sealed class DescribeToken : IOpenIddictServerHandler<ApplyIntrospectionResponseContext>
{
    public ValueTask HandleAsync(ApplyIntrospectionResponseContext context)
    {
        if (context.Error is not null)
            return ValueTask.CompletedTask;

        var answer = new OpenIddictResponse();
        if (context.Fapi.AccessToken is not { } token)
        {
            answer["active"] = false;
        }
        else
        {
            answer["active"] = true;
            answer["token_type"] = token.KeyThumbprint is null ? "Bearer" : "DPoP";
            foreach (var claim in token.Claims.EnumerateObject())
                answer[claim.Name] = new OpenIddictParameter(JsonElement.Parse(claim.Value.GetRawText()));
        }

        context.Transaction.Response = answer;
        return ValueTask.CompletedTask;
    }
}
