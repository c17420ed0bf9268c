using System.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Wire;
using Microsoft.AspNetCore.Http;

namespace FapiAuthServer.Conformance.FaultTests.Staging;

/// <summary>
/// A request on its way to the server or the API, and its answer on the way back. A fault may change either, or answer itself.
/// </summary>
internal sealed class FrontExchange
{
    private JsonObject? json;

    private FrontExchange(FaultyBank bank, HttpContext http, FormParameters form)
    {
        Bank = bank;
        Http = http;
        Form = form;
        Query = FormParameters.Decode(http.Request.QueryString.Value ?? "");
        var issuer = new Uri(bank.Issuer).AbsolutePath;
        var path = http.Request.Path.Value!;
        Path = path.StartsWith(issuer + "/", StringComparison.Ordinal) ? path[issuer.Length..] : path;
    }

    public FaultyBank Bank { get; }

    public HttpContext Http { get; }

    /// <summary>The path below the issuer, such as `/par`.</summary>
    public string Path { get; }

    public FormParameters Form { get; }

    public FormParameters Query { get; }

    public string? GrantType => Form["grant_type"];

    public bool IsDiscovery => Http.Request.Path.Value!.Contains("/.well-known/", StringComparison.Ordinal);

    public int Status
    {
        get => Http.Response.StatusCode;
        set => Http.Response.StatusCode = value;
    }

    /// <summary>Whether there is an answer, from whomever.</summary>
    public bool IsAnswered { get; private set; }

    public byte[] Body { get; set; } = [];

    /// <summary>The answer's JSON object; what is changed in it is sent.</summary>
    public JsonObject? Json => json ??= JsonNode.Parse(Body.Length > 0 && Body[0] == '{' ? Body : "null"u8) as JsonObject;

    /// <summary>Where the answer sends the browser, when that is to a client.</summary>
    public Uri? ToClient =>
        Uri.TryCreate(Http.Response.Headers.Location, UriKind.Absolute, out var address)
        && address.Host.EndsWith(".example.test", StringComparison.Ordinal)
            ? address
            : null;

    public static async Task RunAsync(FaultyBank bank, HttpContext http, Func<FrontExchange, Func<Task>, Task> fault, RequestDelegate next)
    {
        var isForm = http.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal) == true;
        var body = isForm ? await new StreamReader(http.Request.Body, Encoding.UTF8).ReadToEndAsync(http.RequestAborted) : "";
        var exchange = new FrontExchange(bank, http, FormParameters.Decode(body));

        var outside = http.Response.Body;
        using var inside = new MemoryStream();
        http.Response.Body = inside;
        try
        {
            await fault(exchange, () => exchange.PassOnAsync(next, isForm, inside));
        }
        finally
        {
            http.Response.Body = outside;
        }
        await exchange.SendAsync();
    }

    /// <summary>Answers in the place of the server.</summary>
    public void Answer(int status, JsonObject content)
    {
        Http.Response.Clear();
        Http.Response.StatusCode = status;
        Http.Response.ContentType = "application/json";
        Http.Response.Headers.CacheControl = "no-store";
        Http.Response.Headers.Date = Bank.HttpDate;
        json = content;
        IsAnswered = true;
    }

    public void AnswerError(int status, string error) => Answer(status, new JsonObject { ["error"] = error });

    /// <summary>Sends the browser elsewhere; null lets it stay.</summary>
    public void SendTo(Uri? address) => Http.Response.Headers.Location = address?.AbsoluteUri;

    private async Task PassOnAsync(RequestDelegate next, bool isForm, MemoryStream inside)
    {
        if (isForm)
        {
            var body = Encoding.UTF8.GetBytes(Form.Encode());
            Http.Request.Body = new MemoryStream(body);
            Http.Request.ContentLength = body.Length;
        }
        Http.Request.QueryString = Query.Count == 0 ? QueryString.Empty : new QueryString("?" + Query.Encode());
        await next(Http);
        Body = inside.ToArray();
        IsAnswered = true;
    }

    private async Task SendAsync()
    {
        if (json is not null)
        {
            Body = Encoding.UTF8.GetBytes(json.ToJsonString());
        }
        Http.Response.ContentLength = Body.Length > 0 ? Body.Length : Http.Response.ContentLength;
        await Http.Response.Body.WriteAsync(Body, Http.RequestAborted);
    }
}
