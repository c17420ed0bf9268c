using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.Tests.Conformance.Staging;

namespace FapiAuthServer.Tests.Interaction.Passkeys;

[Collection(ClockMoves.Name)]
public sealed class PasskeyExpiryTests(ConformanceBanks banks)
{
    [Fact]
    [Clause("WEBAUTHN-7.2")]
    public async Task Question_is_good_for_its_time()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        using var owner = await PasskeyOwner.EnrolAsync(bank);
        await owner.Browser.OpenAsync(new Uri(bank.Server.Kit.PublicAddress, "/fapi2/devices/sign-in"));
        var (answer, question) = (owner.Answer(), owner.Question);

        using (bank.Server.Clock.Forward(TimeSpan.FromMinutes(11)))
        {
            await owner.SendAsync(answer, question);
        }

        Assert.True(owner.Browser.Page.Has("fault"), owner.Browser.Page.Describe());
        Assert.Equal(0, (await owner.RowAsync()).SignCount);
    }
}
