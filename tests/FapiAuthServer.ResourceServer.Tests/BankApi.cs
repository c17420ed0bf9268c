using System.Text.Json.Nodes;
using FapiAuthServer.Jose;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FapiAuthServer.ResourceServer.Tests;

/// <summary>A bank's API with this library in front of it, its issuer, and a client of it.</summary>
internal sealed class BankApi : IAsyncDisposable
{
    public const string Base = "https://api.bank.example";
    public const string Internal = "https://internal.example";
    public const string Audience = "https://api.bank.example/open-banking";

    private readonly WebApplication _app;

    private BankApi(WebApplication app, FakeIssuer issuer, FakeTimeProvider time, LogSink logs)
    {
        _app = app;
        Issuer = issuer;
        Time = time;
        Logs = logs;
    }

    public FakeIssuer Issuer { get; }

    public FakeTimeProvider Time { get; }

    public LogSink Logs { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public static async Task<BankApi> StartAsync(
        Action<FapiResourceServerOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? pipeline = null)
    {
        var issuer = new FakeIssuer();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var logs = new LogSink();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(time);
        services?.Invoke(builder.Services);
        builder.Services.AddUnattendedAccessLimit();
        builder.Services.AddFapiResourceServer(options =>
        {
            options.Issuer = FakeIssuer.Address;
            options.Audience = Audience;
            options.PublicBaseUri = new Uri(Base);
            options.BackchannelHttpHandler = issuer;
            configure?.Invoke(options);
        });
        var app = builder.Build();
        pipeline?.Invoke(app);
        app.UseFapiInteractionId();
        app.UseAuthentication();
        app.UseAuthorization();
        MapEndpoints(app);
        await app.StartAsync();
        return new BankApi(app, issuer, time, logs);
    }

    /// <summary>Claims of a good token, without a binding.</summary>
    public JsonObject Claims() => new()
    {
        ["iss"] = FakeIssuer.Address,
        ["aud"] = Audience,
        ["sub"] = "customer-1",
        ["client_id"] = "client-1",
        ["exp"] = Now.AddMinutes(5).ToUnixTimeSeconds(),
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["jti"] = "token-1",
        ["scope"] = "openid accounts",
        ["acr"] = "urn:sca",
        ["auth_time"] = Now.AddMinutes(-1).ToUnixTimeSeconds(),
        ["gnt"] = "grant-1",
    };

    /// <summary>A token bound to the client's DPoP key, after edits.</summary>
    public string KeyToken(Action<JsonObject>? edit = null, PrivateKey? signer = null, JsonObject? header = null)
    {
        var claims = Claims();
        claims["cnf"] = new JsonObject { ["jkt"] = TestKeys.Client.Thumbprint };
        edit?.Invoke(claims);
        return (signer ?? TestKeys.Issuer).SignCompact(header ?? new JsonObject { ["typ"] = "at+jwt" }, claims);
    }

    /// <summary>A token bound to the client's certificate, after edits.</summary>
    public string CertificateToken(Action<JsonObject>? edit = null)
        => KeyToken(claims =>
        {
            claims["cnf"] = new JsonObject { ["x5t#S256"] = Digests.CertificateThumbprint(TestKeys.Certificate) };
            edit?.Invoke(claims);
        });

    public string Proof(string token, string method = "GET", string uri = Base + "/accounts", string? nonce = null)
        => DPoPProof.Create(TestKeys.Client, method, uri, Now, token, nonce);

    /// <summary>A request that must succeed, with a fresh proof.</summary>
    public Call Good(
        string? token = null, string target = "/accounts", string method = "GET", string @base = Base, string? nonce = null)
    {
        token ??= KeyToken();
        var proof = Proof(token, method, @base + target, nonce);
        return new Call { Method = method, Target = target, Authorization = ["DPoP " + token], Proofs = [proof] };
    }

    /// <summary>A request with a certificate-bound token that must succeed.</summary>
    public Call GoodWithCertificate(string? token = null)
        => new() { Authorization = ["Bearer " + (token ?? CertificateToken())], Certificate = TestKeys.Certificate };

    public async Task<Answer> SendAsync(Call call)
    {
        using var handler = _app.GetTestServer().CreateHandler(context =>
        {
            context.Connection.ClientCertificate = call.Certificate;
            context.Connection.RemoteIpAddress = call.Peer;
        });
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), Internal + call.Target);
        if (call.Authorization.Length > 0)
            request.Headers.TryAddWithoutValidation("Authorization", call.Authorization);
        if (call.Proofs.Length > 0)
            request.Headers.TryAddWithoutValidation(call.ProofHeader, call.Proofs);
        foreach (var (name, value) in call.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (call.Form is not null)
            request.Content = new StringContent(call.Form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await client.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void MapEndpoints(WebApplication app)
    {
        var data = () => Results.Json(new { accounts = Array.Empty<string>() });
        app.MapMethods("/accounts", ["GET", "POST"], data).RequireScope("accounts");
        app.MapGet("/payments", data).RequireScope("payments", "accounts");
        app.MapGet("/pay", (HttpContext context, decimal amount, string currency, string name, string account) =>
            context.RefuseUnlessAuthenticated(new PaymentOrder(amount, currency, name, account)) ?? data()).RequireAuthorization();
        app.MapGet("/balances/{id}", data).RequireAuthorization()
            .LimitUnattendedAccess(context => context.Request.RouteValues["id"] is string id && id != "none" ? id : null);
        app.MapGet("/strong", data).RequireUserAuthentication(TimeSpan.FromMinutes(5), "urn:sca", "urn:sca:linked");
        app.MapGet("/any/{*path}", data).RequireAuthorization();
        app.MapGet("/never", data).RequireAuthorization(policy => policy.RequireAssertion(_ => false));
        app.MapGet("/me", (HttpContext context) => context.User.Claims.Select(claim => $"{claim.Type}={claim.Value}"))
            .RequireAuthorization();
        app.MapGet("/open", (HttpContext context) => Results.Json(new { token = context.GetFapiToken()?.ClientId }));
        app.MapGet("/fail", string () => throw new InvalidOperationException("broken"));
    }
}
