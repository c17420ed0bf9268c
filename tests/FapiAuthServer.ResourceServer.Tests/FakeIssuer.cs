using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using FapiAuthServer.Jose;

namespace FapiAuthServer.ResourceServer.Tests;

/// <summary>An issuer behind the backchannel: metadata, keys, introspection, and every way in which they can go wrong.</summary>
internal sealed class FakeIssuer : HttpMessageHandler
{
    public const string Address = "https://as.example/fapi2";

    public List<PrivateKey> Keys { get; } = [TestKeys.Issuer];

    public JsonObject Metadata { get; } = new()
    {
        ["issuer"] = Address,
        ["jwks_uri"] = Address + "/jwks",
        ["introspection_endpoint"] = Address + "/introspect",
    };

    public Func<IReadOnlyDictionary<string, string>, HttpResponseMessage> Introspection { get; set; } =
        _ => Json(new JsonObject { ["active"] = false });

    public Func<string, HttpResponseMessage?> Override { get; set; } = _ => null;

    public List<string> Requests { get; } = [];

    public IReadOnlyDictionary<string, string>? LastIntrospection { get; private set; }

    public static HttpResponseMessage Json(JsonObject json) => Text(json.ToJsonString());

    public static HttpResponseMessage Text(string text)
        => new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    public int Count(string suffix)
    {
        lock (Requests)
            return Requests.Count(request => request.EndsWith(suffix, StringComparison.Ordinal));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!.AbsoluteUri;
        lock (Requests)
            Requests.Add(address);
        var response = Override(address);
        if (response is null && address == Address + "/introspect")
        {
            var form = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken));
            LastIntrospection = form.AllKeys.ToDictionary(name => name!, name => form[name]!);
            response = Introspection(LastIntrospection);
        }

        response ??= address switch
        {
            Address + "/.well-known/openid-configuration" => Json(Metadata),
            Address + "/jwks" => Text("{\"keys\":[" + string.Join(',', Keys.Select(key => key.PublicJwk())) + "]}"),
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        };
        response.RequestMessage ??= request;
        return response;
    }
}
