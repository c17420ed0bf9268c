using System.Text;
using FapiAuthServer.Sca.Factors.Totp;
using OtpNet;

namespace FapiAuthServer.Sca.Tests.Factors.Totp;

public sealed class TotpCodesTests
{
    private static readonly byte[] RfcKey = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly string RfcSecret = Base32Encoding.ToString(RfcKey);

    [Theory]
    [Clause("SCA-161")]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(4, "338314")]
    [InlineData(5, "254676")]
    [InlineData(6, "287922")]
    [InlineData(7, "162583")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void Code_of_a_counter_is_that_of_RFC_4226(long counter, string code) =>
        Assert.Equal(code, TotpCodes.At(RfcKey, counter));

    // The RFC prints eight digits; six are the same number's last six.
    [Theory]
    [Clause("SCA-162")]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Code_of_a_moment_is_that_of_RFC_6238(long unixSeconds, string eightDigits) =>
        Assert.Equal(eightDigits[2..], TotpCodes.Current(RfcSecret, DateTimeOffset.FromUnixTimeSeconds(unixSeconds)));

    [Theory]
    [Clause("SCA-163")]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Code_is_accepted_one_step_of_drift_away_and_no_further(int steps, bool accepted)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var code = TotpCodes.Current(RfcSecret, now.AddSeconds(30 * steps));

        Assert.Equal(accepted ? TotpCodes.StepAt(now) + steps : null, TotpCodes.FindStep(RfcKey, code, now, lastStep: 0));
    }

    [Fact]
    [Clause("SCA-164")]
    public void Code_of_the_last_accepted_step_or_an_earlier_one_is_not_found()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = TotpCodes.StepAt(now);

        Assert.Equal(step, TotpCodes.FindStep(RfcKey, TotpCodes.At(RfcKey, step), now, step - 1));
        Assert.Null(TotpCodes.FindStep(RfcKey, TotpCodes.At(RfcKey, step), now, step));
        Assert.Null(TotpCodes.FindStep(RfcKey, TotpCodes.At(RfcKey, step - 1), now, step));
    }

    [Theory]
    [Clause("SCA-165")]
    [InlineData(0, new[] { -1, 0, 1 })]
    [InlineData(1, new[] { 0, 1, 2 })]
    [InlineData(-1, new[] { -2, -1, 0 })]
    [InlineData(5, new[] { 0, 1, 2 })]
    [InlineData(-5, new[] { -2, -1, 0 })]
    public void Window_moves_with_the_device_gets_no_wider_and_never_leaves_the_present_step(int remembered, int[] accepted)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_111_111_109);
        var present = TotpCodes.StepAt(now);

        Assert.Equal(accepted, Enumerable.Range(-6, 13).Where(step =>
            TotpCodes.FindStep(RfcKey, TotpCodes.At(RfcKey, present + step), now, lastStep: 0, remembered) == present + step));
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData(" {0} ")]
    public void Spaces_around_and_inside_a_code_do_not_matter(string format)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(59);
        var entered = string.Format(null, format, TotpCodes.Current(RfcSecret, now).Insert(3, " "));

        Assert.NotNull(TotpCodes.FindStep(RfcKey, entered, now, lastStep: 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("      ")]
    [InlineData("28708")]
    [InlineData("2870822")]
    [InlineData("94287082")]
    [InlineData("287082\n")]
    [InlineData("28708२")]
    [InlineData("２８７０８２")]
    [InlineData("+87082")]
    [InlineData("\0\0\0\0\0\0")]
    public void Anything_but_six_ascii_digits_is_refused(string entered)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(59);
        Assert.NotNull(TotpCodes.FindStep(RfcKey, "287082", now, lastStep: 0));

        Assert.Null(TotpCodes.FindStep(RfcKey, entered, now, lastStep: 0));
        Assert.Null(TotpCodes.FindStep(RfcKey, new string('1', 1_000_000), now, lastStep: 0));
    }

    [Fact]
    [Clause("SCA-160")]
    public void New_secrets_have_160_bits_and_are_never_the_same()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => TotpCodes.NewSecret()).ToList();

        Assert.All(secrets, secret => Assert.Equal(20, Base32Encoding.ToBytes(secret).Length));
        Assert.Equal(100, secrets.Distinct().Count());
    }

    [Theory]
    [Clause("SCA-160")]
    [InlineData(10, false)]
    [InlineData(15, false)]
    [InlineData(16, true)]
    [InlineData(20, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Secrets_of_fewer_than_128_or_more_than_512_bits_are_refused(int bytes, bool accepted) =>
        Assert.Equal(accepted, TotpCodes.TryDecodeSecret(Base32Encoding.ToString(new byte[bytes]), out _));

    [Theory]
    [InlineData("")]
    [InlineData("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ0")]
    [InlineData("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJé")]
    [InlineData("======")]
    public void Secrets_that_are_not_base32_are_refused(string secret)
    {
        Assert.False(TotpCodes.TryDecodeSecret(secret, out _));
        Assert.Throws<ArgumentException>(() => TotpCodes.Current(secret, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void Secrets_may_be_grouped_and_in_small_letters()
    {
        Assert.True(TotpCodes.TryDecodeSecret("gezd gnbv gy3t qojq gezd gnbv gy3t qojq", out var secret));
        Assert.Equal(RfcKey, secret);
    }
}
