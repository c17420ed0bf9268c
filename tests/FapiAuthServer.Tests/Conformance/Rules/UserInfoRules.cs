using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Rules;

/// <summary>Section 2.12, as far as it concerns the server's own protected resource.</summary>
internal static class UserInfoRules
{
    public static void Check(ServerResponse answer, TokenResponse tokens)
    {
        answer.Expect(200);
        ResponseRules.CheckJson(answer);
        ResponseRules.CheckDate(answer);
        Assert.Equal(SignedJwt.Parse(tokens.IdToken!)["sub"], answer.Text("sub"));
    }
}
