using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Jose;

namespace FapiAuthServer.Conformance.Tests.Jose;

public sealed class JwtDraftTests
{
    [Theory]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public void Signed_token_is_verified_by_the_published_key(string algorithm)
    {
        var key = SigningKey.New(algorithm);
        var token = CompactJwt.TryParse(Draft(key).Sign())!;

        Assert.Null(Published(key).WhyNotSignedBy(token));
        Assert.NotNull(Published(SigningKey.New(algorithm)).WhyNotSignedBy(token));
    }

    [Fact]
    public void Damaged_signature_leaves_a_token_that_nobody_signed()
    {
        var key = SigningKey.New("ES256");
        var draft = Draft(key);
        draft.Afterwards = JwtDraft.DamageSignature;

        var token = CompactJwt.TryParse(draft.Sign());

        Assert.NotNull(token);
        Assert.Equal("the signature is not of the published key", Published(key).WhyNotSignedBy(token));
    }

    [Fact]
    public void Algorithm_none_has_an_empty_signature()
    {
        var draft = Draft(SigningKey.New("ES256"));
        draft.Header["alg"] = "none";

        Assert.EndsWith(".", draft.Sign(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_keys_that_could_have_signed_are_one_too_many()
    {
        var key = SigningKey.New("ES256");
        var twice = new JsonWebKeySet([.. Published(key).Keys, .. Published(key).Keys]);

        Assert.StartsWith("2 published keys", twice.WhyNotSignedBy(CompactJwt.TryParse(Draft(key).Sign())!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("this.is.no-jwt")]
    [InlineData("eyJhbGciOiJub25lIn0=.e30.")]
    public void Text_that_is_no_JWT_is_none(string text) => Assert.Null(CompactJwt.TryParse(text));

    private static JwtDraft Draft(SigningKey key) =>
        new(new JsonObject { ["alg"] = key.Algorithm, ["kid"] = "one" }, new JsonObject { ["iss"] = "somebody" }, key);

    private static JsonWebKeySet Published(SigningKey key)
    {
        var jwk = key.PublicJwk();
        jwk["kid"] = "one";
        return new JsonWebKeySet([jwk]);
    }
}
