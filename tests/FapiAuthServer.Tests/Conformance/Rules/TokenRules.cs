using FapiAuthServer.TestKit.Protocol;

namespace FapiAuthServer.Tests.Conformance.Rules;

/// <summary>Section 2.8: the token response.</summary>
internal static class TokenRules
{
    public static void Check(TokenResponse tokens, FintechClient client, bool openId, bool refreshable = true)
    {
        tokens.Expect(200);
        ResponseRules.CheckJson(tokens);
        Assert.Contains("no-store", tokens.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(client.Registration.BindsByDPoP ? "DPoP" : "Bearer", tokens.TokenType);
        Assert.InRange(tokens.ExpiresIn ?? 0, 1, 31_535_999);
        Entropy.Check(tokens.AccessToken);
        Assert.Equal(openId, tokens.IdToken is not null);
        Assert.Equal(refreshable, tokens.RefreshToken is not null);
        if (tokens.RefreshToken is { } refreshToken)
        {
            Entropy.Check(refreshToken);
            Assert.All(refreshToken, character => Assert.InRange(character, ' ', '~'));
        }
    }
}
