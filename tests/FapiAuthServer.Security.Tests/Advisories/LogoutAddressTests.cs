using FapiAuthServer.Clients;
using FapiAuthServer.Security.Tests.Banks;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.TestKit.Servers;

namespace FapiAuthServer.Security.Tests.Advisories;

/// <summary>Who is told of a logout, and where, is what was registered; nothing in a request is part of it.</summary>
public sealed class LogoutAddressTests(SecurityBanks banks)
{
    [Fact(DisplayName = "Advisory 5, CVE-2026-4874: a back-channel logout address is called as it was registered, placeholders and all")]
    public async Task Address_is_called_as_registered()
    {
        var bank = await banks.PlainAsync();
        await using var receiver = await LogoutReceiver.StartAsync(bank.Kit);
        var registration = bank.Kit.Client("oidc-basic-bearer-1").With("client_id", "placeholders")
            .With("backchannel_logout_uri", receiver.Address + "told?sid=${sid}&state={state}&client={{client_id}}&sub=%7Bsub%7D&host=$host");
        await bank.ReadAsync(async db =>
        {
            db.Clients.Add(Client.Register("oidc", ClientMetadata.Parse(registration.Registration.ToJsonString()), DateTimeOffset.UtcNow, ClientSecret.Of(registration.Secret!)));
            return await db.SaveChangesAsync();
        });
        var client = await bank.Server.ConnectAsync(registration);
        var customer = bank.NextCustomer();
        using var browser = bank.Server.OpenBrowser();
        var request = new AuthorizationRequest(client.RedirectUri) { Scope = "openid" };
        var tokens = await client.RedeemCodeAsync((await browser.AuthorizeAsync(client.DirectUrl(request), customer)).Code, request);

        await browser.OpenAsync(new UriBuilder(client.Metadata.Endpoint("end_session_endpoint"))
        {
            Query = new FormParameters
            {
                ["id_token_hint"] = tokens.IdToken,
                ["state"] = "state",
                ["backchannel_logout_uri"] = receiver.UriFor("stolen"),
                ["logout_uri"] = receiver.UriFor("stolen"),
                ["sid"] = "other",
            }.Encode(),
        }.Uri);

        Assert.Single(await receiver.ReceiveAsync("told"));
        Assert.Equal(["/told?sid=$%7Bsid%7D&state=%7Bstate%7D&client=%7B%7Bclient_id%7D%7D&sub=%7Bsub%7D&host=$host"], receiver.Addresses);
    }
}
