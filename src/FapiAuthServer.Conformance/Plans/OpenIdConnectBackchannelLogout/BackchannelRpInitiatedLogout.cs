using System.Globalization;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Logout;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBackchannelLogout;

internal sealed class BackchannelRpInitiatedLogout : IConformanceModule
{
    private const string Requirement = "OIDCBCL-2.5";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static ModuleDescription Description { get; } = OpenIdConnectModule.Describe(
        "backchannel-rp-initiated-logout", "A customer who is signed out comes back to the client, which the server tells of it as well.");

    public async Task RunAsync(ModuleContext context)
    {
        var client = context.First;
        using var inbox = await context.ListenForLogoutAsync(client.Client);
        await using var browser = await client.KeepBrowserAsync();
        var signIn = await client.SignInAsync();

        await client.ExpectSignedOutAndBackAsync(client.NewSignOut(signIn));
        var call = await ReceiveAsync(context, inbox, signIn.IdToken);
        context.Checks.Require(
            call is not null, Requirement,
            string.Create(CultureInfo.InvariantCulture, $"The server calls the client's backchannel_logout_uri within {Patience.TotalSeconds:0} seconds"));
        await LogoutTokenChecks.CheckAsync(context, client.Client, call!, signIn.IdToken);
        await client.ExpectSessionEndedAsync();
    }

    private static async Task<LogoutCall?> ReceiveAsync(ModuleContext context, LogoutInbox inbox, CompactJwt idToken)
    {
        while (await inbox.NextAsync(Patience, context.Cancellation) is { } call)
        {
            if (!LogoutTokenChecks.IsOfAnotherSession(call, idToken))
            {
                return call;
            }
            context.Checks.Note(Requirement, "A call about another session is left alone: it may be late");
        }
        return null;
    }
}
