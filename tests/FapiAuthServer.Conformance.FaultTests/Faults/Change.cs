using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Wire;
using Passing = System.Func<FapiAuthServer.Conformance.FaultTests.Staging.FrontExchange, System.Func<System.Threading.Tasks.Task>, System.Threading.Tasks.Task>;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What a fault does with a request or an answer that passes it.</summary>
internal static class Change
{
    public const string Par = "/par";
    public const string Token = "/token";
    public const string Authorize = "/authorize";
    public const string Userinfo = "/userinfo";
    public const string Logout = "/logout";

    public static Passing Nothing { get; } = (_, next) => next();

    /// <summary>Does something with a request to a path before the server sees it; the server's answer stays as it is.</summary>
    public static Passing Request(string path, Action<FrontExchange> change) => async (exchange, next) =>
    {
        if (exchange.Path == path)
        {
            change(exchange);
        }
        if (!exchange.IsAnswered)
        {
            await next();
        }
    };

    public static Passing Request(string path, Func<FrontExchange, Task> change) => async (exchange, next) =>
    {
        if (exchange.Path == path)
        {
            await change(exchange);
        }
        if (!exchange.IsAnswered)
        {
            await next();
        }
    };

    /// <summary>Changes the form that is posted to a path, so that the server takes what it would refuse.</summary>
    public static Passing Form(string path, Action<FormParameters> change) => Request(path, exchange => change(exchange.Form));

    /// <summary>Refuses some requests to a path in the server's place.</summary>
    public static Passing Refuse(string path, Func<FrontExchange, bool> which, int status, string error) => Request(path, exchange =>
    {
        if (which(exchange))
        {
            exchange.AnswerError(status, error);
        }
    });

    /// <summary>Gives tokens to some token requests, whatever the server would say.</summary>
    public static Passing GiveTokens(Func<FrontExchange, bool> which) => Request(Token, exchange =>
    {
        if (which(exchange))
        {
            exchange.Answer(200, new JsonObject { ["access_token"] = Secret(), ["token_type"] = "DPoP", ["expires_in"] = 300 });
        }
    });

    /// <summary>Signs the client's assertion anew, corrected, where something is wrong with it: a server that does not mind.</summary>
    /// <param name="isWrong">Tells the fault that the server does not mind.</param>
    /// <param name="correct">Takes it out of the assertion.</param>
    public static Passing Assertion(Func<FrontExchange, CompactJwt, bool> isWrong, Action<FrontExchange, JwtDraft> correct) => async (exchange, next) =>
    {
        if (CompactJwt.TryParse(exchange.Form["client_assertion"]) is { } assertion && isWrong(exchange, assertion)
            && exchange.Bank.KeyOf(assertion["iss"]) is { } key)
        {
            var draft = new JwtDraft(assertion.Header.DeepClone().AsObject(), assertion.Claims.DeepClone().AsObject(), key);
            correct(exchange, draft);
            exchange.Form["client_assertion"] = draft.Sign();
        }
        await next();
    };

    /// <summary>Signs an assertion for a client that sent none.</summary>
    public static Passing MissingAssertion(Func<FrontExchange, bool> which) => Request(Token, exchange =>
    {
        if (exchange.Form["client_assertion"] is null && which(exchange) && exchange.Bank.KeyOf(exchange.Form["client_id"]) is { } key)
        {
            var (client, now) = (exchange.Form["client_id"], exchange.Bank.Now.ToUnixTimeSeconds());
            var claims = new JsonObject
            {
                ["iss"] = client,
                ["sub"] = client,
                ["aud"] = exchange.Bank.Issuer,
                ["jti"] = Secret(),
                ["iat"] = now,
                ["nbf"] = now,
                ["exp"] = now + 60,
            };
            exchange.Form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            exchange.Form["client_assertion"] = new JwtDraft(new JsonObject { ["alg"] = key.Algorithm, ["kid"] = key.KeyId }, claims, key).Sign();
        }
    });

    /// <summary>Does something with the good answers of a path.</summary>
    public static Passing Answer(string path, Action<FrontExchange> change) => async (exchange, next) =>
    {
        await next();
        if (exchange.Path == path && exchange.Status is >= 200 and < 300)
        {
            change(exchange);
        }
    };

    /// <summary>Changes the JSON of a path's good answers.</summary>
    public static Passing Json(string path, Action<JsonObject> change) => Answer(path, exchange => change(exchange.Json!));

    /// <summary>Changes the JSON of the token endpoint's refusals.</summary>
    public static Passing TokenRefusal(Action<FrontExchange> change) => async (exchange, next) =>
    {
        await next();
        if (exchange.Path == Token && exchange.Status >= 400)
        {
            change(exchange);
        }
    };

    /// <summary>Changes the id_token of an answer, which the server's own key signs anew unless the change says otherwise.</summary>
    public static void IdToken(FrontExchange exchange, Action<JwtDraft> change)
    {
        if (CompactJwt.TryParse((string?)exchange.Json?["id_token"]) is not { } token)
        {
            return;
        }
        var draft = Signed(exchange.Bank, token);
        change(draft);
        foreach (var empty in draft.Claims.Where(claim => claim.Value is null).Select(claim => claim.Key).ToList())
        {
            draft.Claims.Remove(empty);
        }
        exchange.Json!["id_token"] = draft.Sign();
    }

    /// <summary>A token of the server, before it is signed anew by a key of the server's.</summary>
    public static JwtDraft Signed(FaultyBank bank, CompactJwt token)
    {
        var key = bank.SigningKey(token.Algorithm!);
        var header = token.Header.DeepClone().AsObject();
        header["kid"] = key.KeyId;
        return new JwtDraft(header, token.Claims.DeepClone().AsObject(), key);
    }

    /// <summary>Changes the query that the browser brings to the authorization endpoint.</summary>
    public static Passing Query(Action<FormParameters> change) => Request(Authorize, exchange => change(exchange.Query));

    public static Passing Discovery(Action<JsonObject> change) => async (exchange, next) =>
    {
        await next();
        if (exchange.IsDiscovery)
        {
            change(exchange.Json!);
        }
    };

    /// <summary>Changes the parameters that go to the client.</summary>
    public static Passing Redirect(Action<FormParameters> change) => async (exchange, next) =>
    {
        await next();
        if (exchange.ToClient is { } address)
        {
            var query = FormParameters.Decode(address.Query);
            change(query);
            exchange.SendTo(new UriBuilder(address) { Query = query.Encode() }.Uri);
        }
    };

    /// <summary>Both, one within the other.</summary>
    public static Passing Then(this Passing outer, Passing inner) => (exchange, next) => outer(exchange, () => inner(exchange, next));

    public static string Secret() => Base64UrlText(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string text) => Base64UrlText(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    private static string Base64UrlText(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
