using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Wire;
using Passing = System.Func<FapiAuthServer.Conformance.FaultTests.Staging.FrontExchange, System.Func<System.Threading.Tasks.Task>, System.Threading.Tasks.Task>;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What a fault does with what is signed: requests are signed anew by the client's own key, responses by the server's.</summary>
internal static class SignedChange
{
    /// <summary>Signs the client's request object anew, corrected, where something is wrong with it: a server that does not mind.</summary>
    /// <param name="isWrong">Tells the fault that the server does not mind.</param>
    /// <param name="correct">Takes it out of the request.</param>
    public static Passing Request(Func<FrontExchange, CompactJwt, bool> isWrong, Action<FrontExchange, JwtDraft> correct) => (exchange, next) =>
    {
        var parameters = exchange.Path == Change.Par ? exchange.Form : exchange.Query;
        if (exchange.Path is Change.Par or Change.Authorize && CompactJwt.TryParse(parameters["request"]) is { } request && isWrong(exchange, request))
        {
            var draft = Draft(exchange, request.Claims.DeepClone().AsObject(), parameters["client_id"]);
            correct(exchange, draft);
            parameters["request"] = draft.Sign();
        }
        return next();
    };

    /// <summary>Signs for a client that brought its request in plain parameters.</summary>
    public static Passing MissingRequest(string path) => Change.Request(path, exchange =>
    {
        var parameters = path == Change.Par ? exchange.Form : exchange.Query;
        if (parameters.Has("request") || parameters.Has("request_uri") || parameters["client_id"] is not { } client)
        {
            return;
        }
        var claims = new JsonObject(parameters.Where(parameter => !parameter.Key.StartsWith("client_assertion", StringComparison.Ordinal))
            .Select(parameter => KeyValuePair.Create<string, JsonNode?>(parameter.Key, parameter.Value)));
        var now = exchange.Bank.Now.ToUnixTimeSeconds();
        (claims["iss"], claims["aud"], claims["nbf"], claims["exp"]) = (client, exchange.Bank.Issuer, now, now + 300);
        parameters["request"] = Draft(exchange, claims, client).Sign();
    });

    /// <summary>Changes the signed response that goes to the client.</summary>
    public static Passing Response(Action<FrontExchange, JwtDraft> change) => async (exchange, next) =>
    {
        await next();
        if (exchange.ToClient is { } address && FormParameters.Decode(address.Query) is var query && CompactJwt.TryParse(query["response"]) is { } response)
        {
            var draft = Change.Signed(exchange.Bank, response);
            change(exchange, draft);
            query["response"] = draft.Sign();
            exchange.SendTo(new UriBuilder(address) { Query = query.Encode() }.Uri);
        }
    };

    /// <summary>Changes what goes to the client in the fragment.</summary>
    public static Passing Fragment(Action<FrontExchange, FormParameters> change) => async (exchange, next) =>
    {
        await next();
        if (exchange.ToClient is { Fragment.Length: > 1 } address)
        {
            var fragment = FormParameters.Decode(address.Fragment);
            change(exchange, fragment);
            exchange.SendTo(new UriBuilder(address) { Fragment = fragment.Encode() }.Uri);
        }
    };

    /// <summary>Changes the id_token that goes to the client in the fragment.</summary>
    public static Passing IdToken(Action<JwtDraft> change) => Fragment((exchange, fragment) =>
    {
        if (CompactJwt.TryParse(fragment["id_token"]) is { } token)
        {
            var draft = Change.Signed(exchange.Bank, token);
            change(draft);
            fragment["id_token"] = draft.Sign();
        }
    });

    private static JwtDraft Draft(FrontExchange exchange, JsonObject claims, string? client)
    {
        var key = exchange.Bank.KeyOf(client)!;
        return new JwtDraft(new JsonObject { ["alg"] = key.Algorithm, ["kid"] = key.KeyId }, claims, key);
    }
}
