using System.Text;
using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>Clients that authenticate by a secret, where the profile lets them; and what else they could try.</summary>
public sealed class ClientSecretTests(ConformanceBanks banks)
{
    private const string Secrets = "basic-bearer post-bearer";

    [Clause("OIDCC-9")]
    [Clause("RFC6749-2.1")]
    [Theory(DisplayName = "oidcc-server-client-secret-post: the secret authenticates the client, in the place it registered for")]
    [EachVariant(Secrets)]
    public async Task Secret_authenticates(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);

        var tokens = await scene.First.ClientCredentialsAsync("accounts");

        TokenRules.Check(tokens, scene.First, openId: false, refreshable: false);
    }

    [Clause("OIDCC-9")]
    [Theory(DisplayName = "A secret that is not the client's is refused, and a client that tried Basic is told the scheme")]
    [EachVariant(Secrets, Cases = ["wrong", "another client's", "long", "its own hash"])]
    public async Task Wrong_secret_is_refused(Variant variant, string fault)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var secret = scene.First.Registration.Secret!;
        var ledger = scene.OpenLedger();

        var answer = await scene.First.ClientCredentialsAsync("accounts", request => Present(request, scene.First, fault switch
        {
            "wrong" => secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A'),
            "another client's" => scene.Bank.Server.Kit.Client("oidc-basic-bearer-2").Secret!,
            "long" => new string('a', 1000),
            _ => ClientSecret.Of(secret).Hash,
        }));

        await ledger.TokenIsRefusedAsync(answer, "invalid_client", "client_secret_mismatch", "RFC6749-2.3.1");
        Assert.Equal(IsBasic(variant) ? $"Basic realm=\"{scene.First.Metadata.Issuer}\", charset=\"UTF-8\"" : null, answer.Header("WWW-Authenticate"));
    }

    [Theory(DisplayName = "Without a secret nobody is authenticated")]
    [EachVariant(Secrets, Cases = ["empty", "missing"])]
    public async Task Missing_secret_is_refused(Variant variant, string fault)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.ClientCredentialsAsync("accounts", request =>
        {
            (request.Basic, request.Form["client_secret"], request.Form["client_id"]) = (null, null, scene.First.ClientId);
            if (fault == "empty")
            {
                Present(request, scene.First, "");
            }
        });

        await ledger.TokenIsRefusedAsync(answer, "invalid_client",
            fault == "empty" && IsBasic(variant) ? "basic_malformed" : "client_credentials_missing",
            fault == "empty" && IsBasic(variant) ? "RFC6749-2.3.1" : "OIDCC-9");
    }

    [Theory(DisplayName = "An Authorization header is Basic in exactly its form, or refused")]
    [EachVariant("basic-bearer", Cases = ["Basic", "Basic !", "Basic =", "Basic Og==", "Basic YWJj", "Basic YTpi YTpi", "Bearer abc", "Basic AAA6", "Basic /zr/"])]
    public async Task Malformed_header_is_refused(Variant variant, string header)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);

        var answer = await scene.First.ClientCredentialsAsync("accounts", request => request.Basic = header);

        ResponseRules.CheckError(answer, "invalid_client");
        Assert.Equal(header.StartsWith("Basic ", StringComparison.Ordinal), answer.Headers["WWW-Authenticate"].Any());
    }

    [Theory(DisplayName = "Characters that a URL gives a meaning to are encoded before they are put together")]
    [EachVariant(Secrets, Cases = [":+%/=&?# and some more of them", "0123456789abcdef0123456789abcdef:"])]
    public async Task Any_printable_secret_works(Variant variant, string secret)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var registration = scene.First.Registration.With("client_id", "oidc:+%/" + AuthorizationRequest.NewSecret()).With("client_secret", secret + "....");
        await scene.Bank.RegisterAsync(registration);
        var client = await scene.Bank.Server.ConnectAsync(registration);

        (await client.ClientCredentialsAsync("accounts")).Expect(200);
    }

    [Theory(DisplayName = "One method per request: a secret in both places, or beside an assertion, is refused")]
    [EachVariant(Secrets, Cases = ["header and form", "assertion"])]
    public async Task Two_methods_are_refused(Variant variant, string fault)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var client = scene.First;
        var ledger = scene.OpenLedger();

        var answer = await client.ClientCredentialsAsync("accounts", request =>
        {
            if (fault == "assertion")
            {
                request.Assertion = client.NewAssertion(client.Registration.SigningKey);
                return;
            }
            request.Basic = FintechClient.BasicHeader(client.ClientId, client.Registration.Secret!);
            request.Form["client_id"] = client.ClientId;
            request.Form["client_secret"] = client.Registration.Secret;
        });

        ResponseRules.CheckError(answer, "invalid_request");
        await ledger.IsRefusedAsync("Token", "client_methods_mixed", "RFC6749-2.3");
    }

    [Clause("OIDCC-9")]
    [Theory(DisplayName = "A client is held to the method it registered: its secret in the other place proves nothing")]
    [EachVariant(Secrets)]
    public async Task Secret_in_the_other_place_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var (client, secret) = (scene.First, scene.First.Registration.Secret!);
        var ledger = scene.OpenLedger();

        var answer = await client.ClientCredentialsAsync("accounts", request =>
        {
            request.Basic = IsBasic(variant) ? null : FintechClient.BasicHeader(client.ClientId, secret);
            request.Form["client_secret"] = IsBasic(variant) ? secret : null;
            request.Form["client_id"] = client.ClientId;
        });

        await ledger.TokenIsRefusedAsync(answer, "invalid_client", "client_method_not_allowed", "OIDCC-9");
    }

    [Theory(DisplayName = "A client that registered a key or a certificate is not let in by a secret, whatever it is")]
    [EachVariant("pkjwt-bearer mtls-bearer")]
    public async Task Client_without_secret_has_none(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var ledger = scene.OpenLedger();

        foreach (var secret in new[] { "", "null", new string('a', 43) })
        {
            var answer = await scene.First.ClientCredentialsAsync("accounts", request => (request.Assertion, request.Form["client_secret"]) = (null, secret));

            await ledger.TokenIsRefusedAsync(answer, "invalid_client", "client_method_not_allowed", "OIDCC-9");
        }
    }

    [Theory(DisplayName = "A secret in the URL is refused, though the right one is where it belongs as well")]
    [EachVariant(Secrets)]
    public async Task Secret_in_url_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var ledger = scene.OpenLedger();

        var answer = await scene.First.ClientCredentialsAsync("accounts",
            request => request.Address = new UriBuilder(request.Address) { Query = "client_secret=" + scene.First.Registration.Secret }.Uri);

        ResponseRules.CheckError(answer, "invalid_request");
        await ledger.IsRefusedAsync("Token", "client_secret_in_url", "RFC6749-2.3.1");
        Assert.DoesNotContain(scene.First.Registration.Secret!, scene.Bank.Server.Output, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "A header of one client and the client_id of another do not go together")]
    [EachVariant("basic-bearer")]
    public async Task Header_of_another_client_is_refused(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);

        var answer = await scene.First.ClientCredentialsAsync("accounts", request => request.Form["client_id"] = scene.Second.ClientId);

        ResponseRules.CheckError(answer, "invalid_client");
    }

    [Theory(DisplayName = "The database knows a secret by its hash, the log not at all")]
    [EachVariant(Secrets)]
    public async Task Secret_is_kept_as_a_hash(Variant variant)
    {
        var scene = await banks.SetAsync(variant, Bank.OpenIdConnect);
        var secret = scene.First.Registration.Secret!;
        (await scene.First.ClientCredentialsAsync("accounts")).Expect(200);

        await using var scope = scene.Bank.Server.Services.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<FapiDbContext>().Clients.SingleAsync(client => client.ClientId == scene.First.ClientId, TestContext.Current.CancellationToken);

        Assert.Equal(ClientSecret.Of(secret).Hash, row.SecretHash);
        Assert.DoesNotContain(secret, row.Metadata, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, scene.Bank.Server.Output, StringComparison.Ordinal);
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Clause("FAPI1-B-FINAL-5.2.2-4")]
    [Clause("FAPI1-A-FINAL-5.2.2-14")]
    [Theory(DisplayName = "A FAPI issuer takes no secret, and offers no Basic")]
    [EachVariant("pkjwt-mtls", Cases = ["fapi2", Bank.MessageSigning, Bank.Fapi1Baseline, Bank.Fapi1Advanced])]
    public async Task Fapi_takes_no_secret(Variant variant, string issuer)
    {
        var scene = await banks.SetAsync(variant, issuer);

        var byHeader = await scene.First.ClientCredentialsAsync("accounts", request => (request.Assertion, request.Basic) = (null, FintechClient.BasicHeader(scene.First.ClientId, new string('a', 43))));
        var byForm = await scene.First.ClientCredentialsAsync("accounts", request => (request.Assertion, request.Form["client_secret"]) = (null, new string('a', 43)));

        foreach (var answer in new[] { byHeader, byForm })
        {
            ResponseRules.CheckError(answer, "invalid_client");
            Assert.Empty(answer.Headers["WWW-Authenticate"]);
        }
    }

    [Theory(DisplayName = "Only a secret that can be a random one is registered")]
    [InlineData("client_secret_basic", null, false)]
    [InlineData("client_secret_basic", "short", false)]
    [InlineData("client_secret_post", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("client_secret_post", "0123456789abcdef0123456789abcdeé", false)]
    [InlineData("client_secret_basic", "0123456789abcdef0123456789abcdef", true)]
    [InlineData("private_key_jwt", "0123456789abcdef0123456789abcdef", false)]
    [InlineData("private_key_jwt", null, true)]
    public void Weak_secret_is_not_registered(string method, string? secret, bool isGood)
    {
        var faults = ClientRules.SecretFaults(new ClientMetadata { ClientId = "client", TokenEndpointAuthMethod = method }, secret).ToList();

        Assert.Equal(isGood, faults.Count == 0);
        Assert.All(faults, fault => Assert.DoesNotContain(secret ?? "?", fault, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "A secret that we make has 256 random bits")]
    public void Generated_secret_is_strong()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => ClientSecret.Generate()).ToList();

        Assert.All(secrets, secret => Assert.True(ClientSecret.IsStrong(secret)));
        Assert.All(secrets, secret => Assert.Equal(43, secret.Length));
        Assert.Equal(100, secrets.Distinct().Count());
    }

    private static bool IsBasic(Variant variant) => variant.ClientType.StartsWith("basic", StringComparison.Ordinal);

    private static void Present(ProtocolRequest request, FintechClient client, string secret)
    {
        if (client.Registration.AuthenticationMethod == "client_secret_basic")
        {
            request.Basic = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(client.ClientId + ":" + secret));
        }
        else
        {
            request.Form["client_secret"] = secret;
        }
    }
}
