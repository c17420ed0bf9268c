using FapiAuthServer.TestKit.Customers;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Benchmarks.Load;

/// <summary>The requests that make up a bank's day. ES256 everywhere; clients authenticate by private_key_jwt and bind by DPoP.</summary>
internal static class Scenarios
{
    private const string ClientId = "fapi2-pkjwt-dpop-2";
    private const string SigningClientId = "fapi2-ms-pkjwt-dpop-2";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("jwks (floor)", int.MaxValue, PrepareJwksAsync),
        new("client_credentials", int.MaxValue, (server, count) => PrepareTokenAsync(server, count, form =>
        {
            form["grant_type"] = "client_credentials";
            form["scope"] = "accounts";
        })),
        new("par", int.MaxValue, (server, count) => PreparePushAsync(server, count, ClientId)),
        new("par signed", int.MaxValue, (server, count) => PreparePushAsync(server, count, SigningClientId)),
        new("answer", int.MaxValue, (server, count) => PrepareAnswerAsync(server, count, mode: null)),
        new("answer signed", int.MaxValue, (server, count) => PrepareAnswerAsync(server, count, mode: "jwt")),
        new("introspection", int.MaxValue, PrepareIntrospectionAsync),
        new("refresh", int.MaxValue, PrepareRefreshAsync),
        new("whole flow", 300, PrepareFlowAsync),
        .. ScaScenarios.All,
    ];

    private static async Task<IReadOnlyList<Func<Task>>> PrepareJwksAsync(ServerProcess server, int count)
    {
        var client = await server.ConnectAsync(ClientId);
        var http = server.Wire.Client(null);
        return Repeat(count, () => new HttpRequestMessage(HttpMethod.Get, client.Metadata.Endpoint("jwks_uri")), http, 200);
    }

    private static async Task<IReadOnlyList<Func<Task>>> PrepareTokenAsync(ServerProcess server, int count, Action<FormParameters> fill)
    {
        var client = await server.ConnectAsync(ClientId);
        var address = client.Metadata.Endpoint("token_endpoint");
        return Repeat(count, () => Signed(client, address, fill), server.Wire.Client(null), 200);
    }

    private static async Task<IReadOnlyList<Func<Task>>> PreparePushAsync(ServerProcess server, int count, string clientId)
    {
        var client = await server.ConnectAsync(clientId);
        var address = client.Metadata.Endpoint("pushed_authorization_request_endpoint");
        return Repeat(count, () => Signed(client, address, form => Fill(form, client, new AuthorizationRequest(client.RedirectUri))), server.Wire.Client(null), 201);
    }

    private static void Fill(FormParameters form, FintechClient client, AuthorizationRequest request)
    {
        if (client.Metadata.Flag("require_signed_request_object"))
            form["request"] = client.NewRequestObject(request).Sign();
        else
            request.AddTo(form);
    }

    // prompt=none in a browser nobody signed in to is answered at once, by an error; a success is signed in the same way.
    private static async Task<IReadOnlyList<Func<Task>>> PrepareAnswerAsync(ServerProcess server, int count, string? mode)
    {
        var client = await server.ConnectAsync(SigningClientId);
        var request = new AuthorizationRequest(client.RedirectUri) { ResponseMode = mode };
        var pushed = await client.PushAsync(request, push => push.RequestObject!.Claims["prompt"] = "none");
        var address = client.AuthorizeUrl(pushed.RequestUri);
        return Repeat(count, () => new HttpRequestMessage(HttpMethod.Get, address), server.Wire.Client(null), 303);
    }

    private static async Task<IReadOnlyList<Func<Task>>> PrepareIntrospectionAsync(ServerProcess server, int count)
    {
        var client = await server.ConnectAsync(ClientId);
        var bank = await server.ConnectAsync("fapi2-rs-1");
        var (_, tokens) = await ConnectCustomerAsync(server, client);
        var address = bank.Metadata.Endpoint("introspection_endpoint");
        return Repeat(count, () => Signed(bank, address, form => form["token"] = tokens.AccessToken), server.Wire.Client(null), 200);
    }

    private static async Task<IReadOnlyList<Func<Task>>> PrepareRefreshAsync(ServerProcess server, int count)
    {
        var client = await server.ConnectAsync(ClientId);
        var (_, tokens) = await ConnectCustomerAsync(server, client);
        return await PrepareTokenAsync(server, count, form =>
        {
            form["grant_type"] = "refresh_token";
            form["refresh_token"] = tokens.RefreshToken;
        });
    }

    // The customer has signed in before: what a password hash is meant to cost would hide the rest.
    private static async Task<IReadOnlyList<Func<Task>>> PrepareFlowAsync(ServerProcess server, int count)
    {
        var client = await server.ConnectAsync(ClientId);
        var browsers = new System.Collections.Concurrent.ConcurrentBag<CustomerBrowser>();
        for (var i = 0; i < 8; i++)
            browsers.Add((await ConnectCustomerAsync(server, client)).Browser);

        return [.. Enumerable.Range(0, count).Select(_ => (Func<Task>)(async () =>
        {
            if (!browsers.TryTake(out var browser))
                throw new InvalidOperationException("More flows at once than customers; use at most 8 connections.");

            await AuthorizeAsync(client, browser, customer: null);
            browsers.Add(browser);
        }))];
    }

    private static async Task<(CustomerBrowser Browser, TokenResponse Tokens)> ConnectCustomerAsync(ServerProcess server, FintechClient client)
    {
        var browser = server.OpenBrowser();
        return (browser, await AuthorizeAsync(client, browser, server.Kit.NextCustomer()));
    }

    private static async Task<TokenResponse> AuthorizeAsync(FintechClient client, CustomerBrowser browser, TestKit.Sandboxes.SandboxCustomer? customer)
    {
        var request = new AuthorizationRequest(client.RedirectUri);
        var pushed = await client.PushAsync(request);
        await browser.OpenAsync(client.AuthorizeUrl(pushed.RequestUri));
        if (customer is not null)
        {
            await browser.SignInAsync(customer);
            await browser.VerifyAsync(customer);
        }

        await browser.PressAsync("approve");
        var tokens = await client.RedeemCodeAsync(browser.Answer!.Code, request);
        return tokens.Status == 200 ? tokens : throw new InvalidOperationException($"The flow failed: {tokens.Status}.");
    }

    private static HttpRequestMessage Signed(FintechClient client, Uri address, Action<FormParameters> fill)
    {
        var request = new ProtocolRequest
        {
            Address = address,
            Assertion = client.NewAssertion(client.AssertionKey!),
            Proof = client.DPoPKey is null ? null : FintechClient.NewProof(client.DPoPKey, HttpMethod.Post, address),
        };
        fill(request.Form);
        return request.ToMessage();
    }

    // Signed before the clock starts; each message is sent once, as an assertion and a proof can be.
    private static IReadOnlyList<Func<Task>> Repeat(int count, Func<HttpRequestMessage> build, HttpClient http, int expected)
    {
        var messages = Enumerable.Range(0, count).AsParallel().AsOrdered().Select(_ => build()).ToArray();
        return [.. messages.Select(message => (Func<Task>)(async () =>
        {
            using var response = await http.SendAsync(message);
            await response.Content.ReadAsByteArrayAsync();
            if ((int)response.StatusCode != expected)
                throw new InvalidOperationException($"{message.RequestUri} answered {(int)response.StatusCode}.");
        }))];
    }
}
