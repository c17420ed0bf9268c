using System.Globalization;
using FapiAuthServer.Interaction.Approval;
using FapiAuthServer.Interaction.Security;
using FapiAuthServer.Sca.Factors;

namespace FapiAuthServer.Tests.Interaction.Security;

/// <summary>Keys that are put together as the page is written are in no compiler's sight.</summary>
public sealed class OwnWordsTests
{
    private static readonly FactorKinds[] Ways =
        [FactorKinds.AppApproval, FactorKinds.AppCode, FactorKinds.Sms, FactorKinds.Totp, FactorKinds.RecoveryCode, FactorKinds.Passkey];

    [Fact]
    public void There_are_words_for_every_change_way_and_fault()
    {
        var words = TextsTests.In(CultureInfo.InvariantCulture);

        Assert.All(Enum.GetValues<OwnChangeKind>(), kind => Assert.All((string[])["Title", "Lead", "Done"], part => Assert.Contains($"Change.{part}.{kind}", words)));
        Assert.All((OwnChangeKind[])[OwnChangeKind.Number, OwnChangeKind.AuthenticatorApp],
            kind => Assert.All((string[])["FirstCode", "Confirm", "DoneLead"], part => Assert.Contains($"Change.{part}.{kind}", words)));
        Assert.All(Ways, way => Assert.All((string[])["Approval.Way", "Change.Hint"], part => Assert.Contains($"{part}.{way}", words)));
        Assert.All(Enum.GetValues<ChangeFault>().Where(fault => fault != ChangeFault.None), fault => AssertAdvises($"Change.{fault}"));
        Assert.All(Enum.GetValues<ApprovalNotice>().Where(notice => notice != ApprovalNotice.None), notice => AssertAdvises($"Approval.{notice}"));
        Assert.All((string[])["Change.Refused", "Change.Over"], AssertAdvises);

        void AssertAdvises(string key) => Assert.All((string[])[key, key + ".Advice"], part => Assert.Contains(part, words));
    }
}
