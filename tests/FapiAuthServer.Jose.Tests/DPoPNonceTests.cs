using System.Security.Cryptography;

namespace FapiAuthServer.Jose.Tests;

public sealed class DPoPNonceTests
{
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);
    private static readonly DPoPNonce Nonce = new(Secret, TimeSpan.FromMinutes(1));

    [Fact]
    public void Nonce_is_accepted_in_its_window_and_the_next()
    {
        var nonce = Nonce.Current(Tokens.Now);
        Assert.True(Nonce.IsCurrent(nonce, Tokens.Now));
        Assert.True(Nonce.IsCurrent(nonce, Tokens.Now.AddSeconds(59)));
        Assert.True(Nonce.IsCurrent(nonce, Tokens.Now.AddSeconds(119)));
        Assert.False(Nonce.IsCurrent(nonce, Tokens.Now.AddSeconds(120)));
        Assert.False(Nonce.IsCurrent(nonce, Tokens.Now.AddSeconds(-1)));
    }

    [Fact]
    public void Nodes_with_the_same_secret_agree_and_others_do_not()
    {
        var nonce = Nonce.Current(Tokens.Now);
        Assert.True(new DPoPNonce(Secret, TimeSpan.FromMinutes(1)).IsCurrent(nonce, Tokens.Now));
        Assert.False(new DPoPNonce(RandomNumberGenerator.GetBytes(32), TimeSpan.FromMinutes(1)).IsCurrent(nonce, Tokens.Now));
    }

    [Fact]
    public void Nonce_uses_only_characters_of_the_nonce_syntax()
        => Assert.Matches("^[\\x21\\x23-\\x5B\\x5D-\\x7E]{43}$", Nonce.Current(Tokens.Now));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("\u00e9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Other_text_is_not_a_nonce(string text) => Assert.False(Nonce.IsCurrent(text, Tokens.Now));

    [Fact]
    public void Weak_secret_and_tiny_window_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new DPoPNonce(new byte[31], TimeSpan.FromMinutes(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DPoPNonce(Secret, TimeSpan.Zero));
    }
}
