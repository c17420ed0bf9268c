using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What a fault does with a request or an answer that passes it.</summary>
internal static class Change
{
    /// <summary>Changes the form that is posted to a path, so that the server takes what it would refuse.</summary>
    public static Func<FrontExchange, Func<Task>, Task> Form(string path, Action<FormParameters> change) => async (exchange, next) =>
    {
        if (exchange.Path == path)
        {
            change(exchange.Form);
        }
        await next();
    };

    /// <summary>
    /// Signs the client's assertion anew, corrected, where something is wrong with it: a server that does not mind. Those without
    /// the fault stay as they are.
    /// </summary>
    /// <param name="isWrong">Tells the fault that the server does not mind.</param>
    /// <param name="correct">Takes it out of the assertion.</param>
    public static Func<FrontExchange, Func<Task>, Task> Assertion(
        Func<FrontExchange, CompactJwt, bool> isWrong, Action<FrontExchange, JwtDraft> correct) => async (exchange, next) =>
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

    /// <summary>Changes the JSON of a path's good answers.</summary>
    public static Func<FrontExchange, Func<Task>, Task> Json(string path, Action<FrontExchange, JsonObject> change) => async (exchange, next) =>
    {
        await next();
        if (exchange.Path == path && exchange.Status is >= 200 and < 300 && exchange.Json is { } json)
        {
            change(exchange, json);
        }
    };

    public static Func<FrontExchange, Func<Task>, Task> Discovery(Action<JsonObject> change) => async (exchange, next) =>
    {
        await next();
        if (exchange.IsDiscovery && exchange.Json is { } json)
        {
            change(json);
        }
    };

    /// <summary>Changes the parameters that go to the client.</summary>
    public static Func<FrontExchange, Func<Task>, Task> Redirect(Action<FormParameters> change) => async (exchange, next) =>
    {
        await next();
        if (exchange.ToClient is { } address)
        {
            var query = FormParameters.Decode(address.Query);
            change(query);
            exchange.Http.Response.Headers.Location = new UriBuilder(address) { Query = query.Encode() }.Uri.AbsoluteUri;
        }
    };
}
