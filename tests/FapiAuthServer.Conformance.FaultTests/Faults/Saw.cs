using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>What a module met at a sound server, to tell which must notice when that is not as it should be.</summary>
internal static class Saw
{
    public static bool Code(ModuleResult module) => Redirects(module).Any(query => query.Has("code"));

    public static bool RefusalAtClient(ModuleResult module) => Redirects(module).Any(query => query.Has("error"));

    /// <summary>The second client, whose redirect URI has a query of its own.</summary>
    public static bool Second(ModuleResult module) => Redirects(module).Any(query => query.Has("dummy1"));

    public static bool State(ModuleResult module) => Redirects(module).Any(query => query.Has("state"));

    public static bool Pushed(ModuleResult module) => module.Exchanges.Any(exchange => IsTo(exchange, "/par") && exchange.Response?.Status == 201);

    public static bool Tokens(ModuleResult module) => module.Exchanges.Any(exchange => IsTo(exchange, "/token") && exchange.Response?.Status == 200);

    public static bool RefreshToken(ModuleResult module) => TokenAnswers(module).Any(answer => answer.ContainsKey("refresh_token"));

    public static bool IdToken(ModuleResult module) => TokenAnswers(module).Any(answer => answer.ContainsKey("id_token"));

    public static bool Nonce(ModuleResult module) => module.Exchanges.Any(exchange => exchange.Tokens.Any(token => token.Claims.Contains("\"nonce\"", StringComparison.Ordinal)));

    public static bool Keys(ModuleResult module) => module.Exchanges.Any(exchange => IsTo(exchange, "/jwks"));

    public static bool TokenRefusal(ModuleResult module) => module.Exchanges.Any(exchange => IsTo(exchange, "/token") && exchange.Response?.Status is 400 or 401);

    public static bool InvalidGrant(ModuleResult module) =>
        module.Exchanges.Any(exchange => IsTo(exchange, "/token") && exchange.Response?.Body.Contains("invalid_grant", StringComparison.Ordinal) == true);

    public static bool Resource(ModuleResult module) => module.Exchanges.Any(exchange => IsTo(exchange, "/accounts"));

    public static bool SignedResponse(ModuleResult module) => Redirects(module).Any(query => query.Has("response"));

    public static bool Fragment(ModuleResult module) => Fragments(module).Any(fragment => fragment.Has("code") || fragment.Has("error"));

    public static bool FragmentCode(ModuleResult module) => Fragments(module).Any(fragment => fragment.Has("code"));

    public static bool Userinfo(ModuleResult module) => module.Exchanges.Any(exchange => IsTo(exchange, "/userinfo") && exchange.Response?.Status == 200);

    private static IEnumerable<FormParameters> Redirects(ModuleResult module) => ToClient(module).Select(address => FormParameters.Decode(address.Query));

    private static IEnumerable<FormParameters> Fragments(ModuleResult module) => ToClient(module).Select(address => FormParameters.Decode(address.Fragment));

    private static IEnumerable<Uri> ToClient(ModuleResult module) =>
        from exchange in module.Exchanges
        let location = exchange.Response?.Headers.FirstOrDefault(header => header.Key.Equals("Location", StringComparison.OrdinalIgnoreCase)).Value
        where location?.Contains(".example.test/", StringComparison.Ordinal) == true
        select new Uri(location);

    private static IEnumerable<JsonObject> TokenAnswers(ModuleResult module) =>
        module.Exchanges.Where(exchange => IsTo(exchange, "/token") && exchange.Response?.Status == 200)
            .Select(exchange => JsonNode.Parse(exchange.Response!.Body)).OfType<JsonObject>();

    private static bool IsTo(Exchange exchange, string path) => new Uri(exchange.Request.Address).AbsolutePath.EndsWith(path, StringComparison.Ordinal);
}
