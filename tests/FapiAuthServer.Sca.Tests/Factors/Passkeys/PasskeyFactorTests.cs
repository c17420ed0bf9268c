using System.Buffers.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.Sca.StepUp;
using FapiAuthServer.TestKit.Databases;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Sca.Tests.Factors.Passkeys;

public sealed class PasskeyFactorTests
{
    private const byte Synced = 0x0D;        // present, verified, may be backed up
    private const byte SyncedAndStored = 0x1D; // and is

    private static readonly Dictionary<string, Func<SoftPasskey, string, string>> WrongAnswers = new()
    {
        ["another challenge"] = (key, options) => key.Assert(options, challenge: Base64Url.EncodeToString(new byte[32])),
        ["another origin"] = (key, options) => key.Assert(options, origin: "https://id.bank.example.evil.example"),
        ["another port"] = (key, options) => key.Assert(options, origin: "https://id.bank.example:8443"),
        ["another relying party"] = (key, options) => key.Assert(options, relyingParty: "evil.example"),
        ["another ceremony"] = (key, options) => key.Assert(options, type: "webauthn.create"),
        ["a payment of the browser's own"] = (key, options) => key.Assert(options, type: "payment.get"),
        ["another user"] = (key, options) => key.Assert(options, userHandle: Base64Url.EncodeToString("somebody"u8)),
        ["not verified"] = (key, options) => { key.Flags = 0x01; return key.Assert(options); },
        ["not present"] = (key, options) => { key.Flags = 0x04; return key.Assert(options); },
        ["suddenly to be copied"] = (key, options) => { key.Flags = Synced; return key.Assert(options); },
        ["stored but not to be"] = (key, options) => { key.Flags = 0x15; return key.Assert(options); },
        ["another signature"] = (key, options) => Tampered(key.Assert(options), "signature"),
        ["other authenticator data"] = (key, options) => Tampered(key.Assert(options), "authenticatorData"),
        ["no response"] = (_, _) => "{}",
        ["null"] = (_, _) => "null",
        ["no JSON"] = (_, _) => "{",
        ["a flood"] = (_, _) => new string('[', 20_000),
        ["nothing"] = (_, _) => "",
    };

    public static TheoryData<string> Answers => [.. WrongAnswers.Keys];

    [Fact]
    [Clause("SCA-182")]
    [Clause("SCA-183")]
    [Clause("SCA-062")]
    public async Task Passkey_that_cannot_leave_its_device_is_two_elements_bound_to_the_payment()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.Passkey);

        var success = Assert.IsType<VerificationResult.Success>(
            await bank.VerifyAsync(begun.ChallengeId, new Proof(FactorKinds.Passkey, passkey.Assert(begun.PasskeyOptions!))));

        Assert.Equal(["hwk", "user", "mfa"], success.Methods);
        Assert.IsType<ConsumeResult.Consumed>(await bank.ConsumeAsync(success.Code, alice.For(TestActions.Pay())));
        var challenge = await bank.DatabaseAsync(db => db.Set<Challenge>().SingleAsync());
        Assert.Equal(
            Base64Url.EncodeToString(PasskeyCeremony.ChallengeFor(challenge.Nonce, TestActions.Pay().Hash)),
            (string?)JsonNode.Parse(begun.PasskeyOptions!)!["challenge"]);
        Assert.NotEqual(
            PasskeyCeremony.ChallengeFor(challenge.Nonce, TestActions.Pay().Hash), PasskeyCeremony.ChallengeFor(challenge.Nonce, TestActions.Pay(123.51m).Hash));
    }

    [Theory]
    [Clause("SCA-181")]
    [Clause("SCA-188")]
    [MemberData(nameof(Answers))]
    public async Task Answer_that_breaks_one_rule_of_WebAuthn_is_refused(string rule)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.Passkey);

        var answer = WrongAnswers[rule](passkey, begun.PasskeyOptions!);

        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(begun.ChallengeId, new Proof(FactorKinds.Passkey, answer)));
        Assert.Equal(0, await bank.DatabaseAsync(db => db.Set<AuthenticationCode>().CountAsync()));
        Assert.Equal(0, (await bank.DatabaseAsync(db => db.Set<Passkey>().SingleAsync())).SignCount);
        Assert.Equal(1, (await bank.RowAsync(alice)).FailedAttempts);
    }

    [Fact]
    [Clause("SCA-043")]
    [Clause("SCA-183")]
    public async Task Answer_to_one_payment_is_none_to_another()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var small = await bank.BeginAsync(alice, TestActions.Pay(1), FactorKinds.Passkey);
        var answer = passkey.Assert(small.PasskeyOptions!);
        var large = await bank.BeginAsync(alice, TestActions.Pay(1000), FactorKinds.Passkey);

        Assert.IsType<VerificationResult.Refused>(await bank.VerifyAsync(large.ChallengeId, new Proof(FactorKinds.Passkey, answer)));
    }

    [Fact]
    [Clause("SCA-061")]
    [Clause("SCA-181")]
    public async Task Counter_that_does_not_rise_stops_the_passkey_and_tells_the_customer()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        passkey.SignCount = 9;
        Assert.IsType<VerificationResult.Success>(await AuthenticateAsync(bank, alice, passkey));

        passkey.SignCount = 9; // the copy made since has counted to 10, too
        Assert.IsType<VerificationResult.Refused>(await AuthenticateAsync(bank, alice, passkey));

        Assert.Equal(1, bank.Notices.Count(NoticeKind.PasskeyStopped));
        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<ScaEvent>().CountAsync(e => e.Kind == ScaEventKind.CloneSuspected)));
        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotEnrolled), await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.Passkey));
    }

    [Fact]
    [Clause("SCA-181")]
    public async Task Passkey_that_never_counts_is_no_copy()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);

        for (var use = 0; use < 2; use++)
        {
            passkey.SignCount = uint.MaxValue; // rises to 0
            Assert.IsType<VerificationResult.Success>(await AuthenticateAsync(bank, alice, passkey));
        }
    }

    [Theory]
    [Clause("SCA-070")]
    [InlineData(Synced)]
    [InlineData(SyncedAndStored)]
    public async Task Synced_passkey_pays_nothing(byte flags)
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice, flags);

        Assert.True((await bank.DatabaseAsync(db => db.Set<Passkey>().SingleAsync())).IsBackupEligible);
        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotEnrolled), await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.Passkey));
    }

    [Theory]
    [Clause("SCA-070")]
    [InlineData(FactorKinds.Passkey)]
    [InlineData(FactorKinds.Password | FactorKinds.Passkey)]
    public async Task Synced_passkey_is_no_possession_beside_a_password_either_unless_the_bank_says_so(FactorKinds factors)
    {
        Assert.IsType<VerificationResult.Refused>(await SignInAsync(counts: false, factors));
        Assert.IsType<VerificationResult.Success>(await SignInAsync(counts: true, factors));
    }

    [Fact]
    [Clause("SCA-070")]
    [Clause("SCA-181")]
    public async Task Synced_passkey_that_says_it_is_none_is_refused()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice, Synced);
        var begun = await bank.BeginAsync(alice, new ScaAction.SignIn(), FactorKinds.Passkey);
        passkey.Flags = 0x05;

        Assert.IsType<VerificationResult.Refused>(
            await bank.VerifyAsync(begun.ChallengeId, new Proof(FactorKinds.Passkey, passkey.Assert(begun.PasskeyOptions!))));
    }

    [Fact]
    [Clause("SCA-070")]
    public async Task Backup_state_is_kept_at_every_use_and_its_beginning_is_told()
    {
        await using var bank = await TestBank.OpenAsync(options => options.Passkeys.SyncedKeysCount = true);
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice, Synced);
        passkey.Flags = SyncedAndStored;
        var begun = await bank.BeginAsync(alice, new ScaAction.SignIn(), FactorKinds.Passkey);

        Assert.IsType<VerificationResult.Success>(
            await bank.VerifyAsync(begun.ChallengeId, new Proof(FactorKinds.Passkey, passkey.Assert(begun.PasskeyOptions!))));

        Assert.True((await bank.DatabaseAsync(db => db.Set<Passkey>().SingleAsync())).IsBackedUp);
        Assert.Equal(1, bank.Logs.Count(6052));
    }

    [Theory]
    [Clause("SCA-020")]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Of_parallel_uses_of_one_assertion_exactly_one_wins(DatabaseKind database)
    {
        await using var bank = await TestBank.OpenAsync(database);
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.Passkey);
        var proof = new Proof(FactorKinds.Passkey, passkey.Assert(begun.PasskeyOptions!));

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => bank.VerifyAsync(begun.ChallengeId, proof))));

        Assert.Single(results, result => result is VerificationResult.Success);
    }

    [Fact]
    [Clause("SCA-109")]
    public async Task Revoked_passkey_answers_nothing_any_more()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice);
        var begun = await bank.BeginAsync(alice, TestActions.Pay(), FactorKinds.Passkey);
        var listed = Assert.Single(await bank.UseAsync<PasskeyEnrolment, IReadOnlyList<PasskeySummary>>(keys => keys.ListAsync(alice.Identity.Id)));

        Assert.True(await bank.UseAsync<PasskeyEnrolment, bool>(keys => keys.RevokeAsync(alice.Identity.Id, listed.Id, TestActions.InBranch)));
        Assert.False(await bank.UseAsync<PasskeyEnrolment, bool>(keys => keys.RevokeAsync(alice.Identity.Id, listed.Id, TestActions.InBranch)));

        Assert.IsType<VerificationResult.Refused>(
            await bank.VerifyAsync(begun.ChallengeId, new Proof(FactorKinds.Passkey, passkey.Assert(begun.PasskeyOptions!))));
    }

    [Fact]
    [Clause("SCA-181")]
    public async Task Registration_is_good_once_for_what_was_asked()
    {
        await using var bank = await TestBank.OpenAsync();
        var alice = await bank.EnrolAsync();
        using var passkey = new SoftPasskey();

        var invitation = await InviteAsync(bank, alice);
        Assert.NotNull(await CompleteAsync(bank, alice, invitation, passkey.Create(invitation.Options)));
        Assert.Null(await CompleteAsync(bank, alice, invitation, passkey.Create(invitation.Options)));

        // The same credential again, in another registration or of another customer.
        var bob = await bank.EnrolAsync("bob.example");
        foreach (var customer in new[] { alice, bob })
        {
            var again = await InviteAsync(bank, customer);
            Assert.Null(await CompleteAsync(bank, customer, again, passkey.Create(again.Options)));
        }

        // What one customer was asked for, another does not answer.
        using var other = new SoftPasskey();
        var bobs = await InviteAsync(bank, bob);
        Assert.Null(await CompleteAsync(bank, alice, bobs, other.Create(bobs.Options)));

        var late = await InviteAsync(bank, alice);
        var foreign = await InviteAsync(bank, alice);
        Assert.Null(await CompleteAsync(bank, alice, foreign, other.Create(late.Options)));
        Assert.Null(await CompleteAsync(bank, alice, await InviteAsync(bank, alice), "{}"));
        var unverified = await InviteAsync(bank, alice);
        other.Flags = 0x01;
        Assert.Null(await CompleteAsync(bank, alice, unverified, other.Create(unverified.Options)));
        other.Flags = 0x05;
        var elsewhere = await InviteAsync(bank, alice);
        Assert.Null(await CompleteAsync(bank, alice, elsewhere, other.Create(elsewhere.Options, origin: "https://evil.example")));
        bank.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await CompleteAsync(bank, alice, late, other.Create(late.Options)));

        Assert.Equal(1, await bank.DatabaseAsync(db => db.Set<Passkey>().CountAsync()));
    }

    [Fact]
    public async Task Without_a_domain_there_are_no_passkeys()
    {
        await using var bank = await TestBank.OpenAsync(options => options.Passkeys.RelyingPartyId = null);
        var alice = await bank.EnrolAsync();

        Assert.Equal(["PasskeysNotConfigured"], (await Assert.ThrowsAsync<EnrolmentRefusedException>(() => InviteAsync(bank, alice))).Reasons);
        Assert.Equal(new ChallengeResult.Refused(ChallengeRefusal.NotEnrolled), await bank.ChallengeAsync(alice, TestActions.Pay(), FactorKinds.Passkey));
    }

    private static async Task<VerificationResult> SignInAsync(bool counts, FactorKinds factors)
    {
        await using var bank = await TestBank.OpenAsync(options => options.Passkeys.SyncedKeysCount = counts);
        var alice = await bank.EnrolAsync();
        using var passkey = await bank.EnrolPasskeyAsync(alice, Synced);
        var begun = await bank.BeginAsync(alice, new ScaAction.SignIn(), factors);
        var proofs = new List<Proof> { new(FactorKinds.Passkey, passkey.Assert(begun.PasskeyOptions!)) };
        if (factors.HasFlag(FactorKinds.Password))
            proofs.Add(alice.Password());
        return await bank.VerifyAsync(begun.ChallengeId, [.. proofs]);
    }

    private static async Task<VerificationResult> AuthenticateAsync(TestBank bank, TestCustomer customer, SoftPasskey passkey)
    {
        var begun = await bank.BeginAsync(customer, TestActions.Pay(), FactorKinds.Passkey);
        return await bank.VerifyAsync(begun.ChallengeId, new Proof(FactorKinds.Passkey, passkey.Assert(begun.PasskeyOptions!)));
    }

    private static Task<PasskeyInvitation> InviteAsync(TestBank bank, TestCustomer customer) =>
        bank.UseAsync<PasskeyEnrolment, PasskeyInvitation>(keys => keys.BeginAsync(customer.Identity.Id, TestActions.InBranch));

    private static Task<Guid?> CompleteAsync(TestBank bank, TestCustomer customer, PasskeyInvitation invitation, string response) =>
        bank.UseAsync<PasskeyEnrolment, Guid?>(keys => keys.CompleteAsync(customer.Identity.Id, invitation.RegistrationId, response, "My key"));

    private static string Tampered(string answer, string part)
    {
        var json = JsonNode.Parse(answer)!;
        var bytes = Base64Url.DecodeFromChars((string)json["response"]![part]!);
        bytes[^1] ^= 1;
        json["response"]![part] = Base64Url.EncodeToString(bytes);
        return json.ToJsonString();
    }
}
