using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Sandboxes;
using FapiAuthServer.Tests.Conformance.Rules;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Conformance;

/// <summary>self_signed_tls_client_auth: the third way to authenticate, by a certificate among the client's keys.</summary>
public sealed class SelfSignedClientTests(ConformanceBanks banks)
{
    private static int clients;

    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Theory(DisplayName = "happy-flow: a client with a self-signed certificate")]
    [InlineData(DatabaseKind.Sqlite, true)]
    [InlineData(DatabaseKind.Sqlite, false)]
    [InlineData(DatabaseKind.PostgreSql, true)]
    [InlineData(DatabaseKind.PostgreSql, false)]
    public async Task Client_with_a_self_signed_certificate_connects(DatabaseKind database, bool withDPoP)
    {
        var bank = await banks.OnAsync(database);
        var client = await RegisterAsync(bank, withDPoP);
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid accounts offline_access", Nonce = AuthorizationRequest.NewSecret() };
        var pushed = await client.PushAsync(request);
        PushRules.Check(pushed);
        var answer = await bank.ApproveAsync(client.AuthorizeUrl(pushed.RequestUri));
        AnswerRules.Check(answer, request, client);

        var tokens = await client.RedeemCodeAsync(answer.Code, request);

        TokenRules.Check(tokens, client, openId: true);
        UserInfoRules.Check(await client.UserInfoAsync(tokens.AccessToken), tokens);
        ResourceRules.Check(await client.CallApiAsync(bank.AccountsFor("fapi2"), tokens.AccessToken));
    }

    [Clause("FAPI2-SP-FINAL-5.3.2.1-6")]
    [Theory(DisplayName = "ensure-holder-of-key-required: another self-signed certificate with the same subject is refused")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Another_certificate_with_the_same_subject_is_refused(DatabaseKind database)
    {
        var bank = await banks.OnAsync(database);
        var client = await RegisterAsync(bank, withDPoP: false);
        using var another = TestPki.SelfSigned(client.Certificate!.Subject);
        var ledger = Ledger.Open(bank, client.ClientId);

        var answer = await client.ClientCredentialsAsync("accounts", request => request.Certificate = another);

        await ledger.TokenIsRefusedAsync(answer, "invalid_client", "certificate_not_accepted", "RFC8705-2.2");
    }

    private static async Task<FintechClient> RegisterAsync(Bank bank, bool withDPoP)
    {
        var clientId = "self-signed-" + Interlocked.Increment(ref clients);
        var client = withDPoP ? TestClients.SelfSignedWithDPoP(clientId) : TestClients.SelfSignedWithMutualTls(clientId);
        await bank.RegisterAsync(client);
        return await bank.Server.ConnectAsync(client);
    }
}
