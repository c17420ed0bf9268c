using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Running;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

/// <summary>The three ways to bring an access token to the userinfo endpoint.</summary>
internal static class UserinfoModules
{
    public static ConformanceModule Get { get; } = new(
        OpenIdConnectModule.Describe("userinfo-get", "The userinfo endpoint answers GET with the token in the header."),
        async context => await context.First.CallUserinfoAsync(await context.First.ObtainTokensAsync()));

    public static ConformanceModule PostHeader { get; } = new(
        OpenIdConnectModule.Describe("userinfo-post-header", "The userinfo endpoint answers POST with the token in the header."),
        async context => await context.First.CallUserinfoAsync(await context.First.ObtainTokensAsync(), ByPost));

    public static ConformanceModule PostBody { get; } = new(
        OpenIdConnectModule.Describe("userinfo-post-body", "The userinfo endpoint should answer POST with the token in the form."), PostBodyAsync);

    private static async Task PostBodyAsync(ModuleContext context)
    {
        var tokens = await context.First.ObtainTokensAsync();
        var answer = (await context.First.TryUserinfoAsync(tokens, call =>
        {
            ByPost(call);
            call.AccessToken = null;
            call.Form!["access_token"] = tokens.AccessToken;
        })).Response;
        if (context.Checks.Expect(answer.Status == 200, "RFC6750-2.2", "The token is taken from the form", answer.Describe(), Severity.Warning))
        {
            context.First.CheckUserinfo(tokens, answer);
        }
    }

    private static void ByPost(Call call)
    {
        call.Method = HttpMethod.Post;
        call.Form = [];
    }
}
