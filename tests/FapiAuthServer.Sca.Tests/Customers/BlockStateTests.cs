using FapiAuthServer.Sca.Customers;
using FsCheck.Xunit;

namespace FapiAuthServer.Sca.Tests.Customers;

public sealed class BlockStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ScaOptions Options = new();

    [Fact]
    [Clause("SCA-025")]
    public void Five_attempts_are_counted_and_the_fifth_blocks()
    {
        var state = default(BlockState);
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            state = state.CountAttempt(Start, Options);
            Assert.Equal(new BlockState(attempt, 0, null), state);
        }

        Assert.Equal(new BlockState(5, 1, Start.AddMinutes(5)), state.CountAttempt(Start, Options));
    }

    [Fact]
    [Clause("SCA-025")]
    public void With_one_attempt_allowed_each_one_blocks()
    {
        var strict = new ScaOptions { MaxConsecutiveFailures = 1 };
        var first = default(BlockState).CountAttempt(Start, strict);
        var second = first.CountAttempt(first.Until!.Value, strict);

        Assert.Equal(new BlockState(1, 1, Start.AddMinutes(5)), first);
        Assert.Equal(new BlockState(1, 2, Start.AddMinutes(15)), second);
    }

    [Property]
    [Clause("SCA-025")]
    [Clause("SCA-026")]
    public void Whenever_attempts_come_no_six_fit_into_the_length_of_a_block(ushort[] waitsInSeconds)
    {
        var now = Start;
        var state = default(BlockState);
        var counted = new List<DateTimeOffset>();
        foreach (var wait in waitsInSeconds)
        {
            now += TimeSpan.FromSeconds(wait % 200);
            if (state.IsBlockedAt(now))
                continue;
            counted.Add(now);
            state = state.CountAttempt(now, Options);
        }

        Assert.All(counted.Zip(counted.Skip(5)), pair => Assert.True(pair.Second - pair.First >= Options.FirstBlock));
    }

    [Property]
    [Clause("SCA-026")]
    public void No_block_is_longer_than_the_longest_or_shorter_than_the_one_before(ushort blocks)
    {
        var shorter = LengthAfter(blocks);
        var longer = LengthAfter(blocks + 1);

        Assert.InRange(shorter, Options.FirstBlock, Options.LongestBlock);
        Assert.InRange(longer, shorter, Options.LongestBlock);
    }

    private static TimeSpan LengthAfter(int blocks) =>
        new BlockState(4, blocks, null).CountAttempt(Start, Options).Until!.Value - Start;
}
