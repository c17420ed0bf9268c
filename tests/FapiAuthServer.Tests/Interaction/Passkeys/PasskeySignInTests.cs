using Base64Url = System.Buffers.Text.Base64Url;
using System.Text.Json.Nodes;
using FapiAuthServer.Audit;
using FapiAuthServer.Sca.Evidence;
using FapiAuthServer.TestKit;
using FapiAuthServer.TestKit.Databases;
using FapiAuthServer.TestKit.Keys;
using FapiAuthServer.TestKit.Protocol;
using FapiAuthServer.Tests.Conformance.Staging;
using Microsoft.EntityFrameworkCore;

namespace FapiAuthServer.Tests.Interaction.Passkeys;

/// <summary>Signing in with a passkey, and all that is not one: the ceremony of ASP.NET Core Identity under the bank's rules.</summary>
public sealed class PasskeySignInTests(ConformanceBanks banks)
{
    private const byte Synced = 0x0D;

    private static readonly Dictionary<string, Func<PasskeyOwner, string>> WrongAnswers = new()
    {
        ["another origin"] = owner => owner.Answer(origin: "https://localhost.evil.example"),
        ["the same host over http"] = owner => owner.Answer(origin: owner.Origin.Replace("https", "http", StringComparison.Ordinal)),
        ["another port"] = owner => owner.Answer(origin: "https://localhost:1"),
        ["another relying party"] = owner => owner.Answer(relyingParty: "evil.example"),
        ["a payment of the browser's own"] = owner => owner.Answer(type: "payment.get"),
        ["another ceremony"] = owner => owner.Answer(type: "webauthn.create"),
        ["another challenge"] = owner => owner.Answer(challenge: Base64Url.EncodeToString(new byte[32])),
        ["another user"] = owner => owner.Answer(userHandle: Base64Url.EncodeToString("00000000000000000000000000000000"u8)),
        ["not verified"] = owner => { owner.Passkey.Flags = 0x01; return owner.Answer(); },
        ["not present"] = owner => { owner.Passkey.Flags = 0x04; return owner.Answer(); },
        ["suddenly to be copied"] = owner => { owner.Passkey.Flags = Synced; return owner.Answer(); },
        ["another signature"] = owner => Tampered(owner.Answer(), "signature"),
        ["other authenticator data"] = owner => Tampered(owner.Answer(), "authenticatorData"),
        ["no user"] = owner => Without(owner.Answer(), "userHandle"),
        ["no response"] = owner => $$"""{"id":"{{owner.Passkey.CredentialId}}","type":"public-key"}""",
    };

    public static TheoryData<string> Answers => [.. WrongAnswers.Keys];

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Clause("WEBAUTHN-7.2")]
    public async Task Passkey_is_both_elements(DatabaseKind database)
    {
        var (bank, client, owner) = await SetAsync(database);
        using var _ = owner;
        var request = await owner.OpenAsync(client);
        Assert.Equal(("localhost", "required"), ((string?)JsonNode.Parse(owner.Options)!["rpId"], (string?)JsonNode.Parse(owner.Options)!["userVerification"]));
        Assert.Empty(JsonNode.Parse(owner.Options)!["allowCredentials"]!.AsArray()); // nobody is named to a stranger
        Assert.Contains("script-src 'self'", owner.Browser.Page.Response.Header("Content-Security-Policy"), StringComparison.Ordinal);

        await owner.SendAsync(owner.Answer());

        Assert.True(owner.Browser.Page.IsConsent, owner.Browser.Page.Describe());
        var answer = await owner.Browser.ApproveAsync();
        var identity = SignedJwt.Parse((string)(await client.RedeemCodeAsync(answer.Code, request)).Expect(200).Json["id_token"]!);
        Assert.Equal(owner.Subject, (string?)identity.Claims["sub"]);
        Assert.Equal(["hwk", "user", "mfa"], identity.Claims["amr"]!.AsArray().Select(method => (string)method!));
        Assert.Equal(1, (await owner.RowAsync()).SignCount);
        await owner.IsAuditedAsync(SecurityEvent.SignInSucceeded, client.ClientId);
        Assert.Equal(1, await owner.UseAsync<FapiAuthServer.Data.FapiDbContext, int>(
            db => db.Set<ScaEvent>().CountAsync(entry => entry.CustomerId == owner.Id && entry.Kind == ScaEventKind.SignedIn)));
        Assert.NotNull(bank);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    [Clause("WEBAUTHN-7.2")]
    public async Task Answer_that_breaks_one_rule_is_refused_and_counted(string rule)
    {
        var (_, client, owner) = await SetAsync();
        using var _1 = owner;
        await owner.OpenAsync(client);

        await owner.SendAsync(WrongAnswers[rule](owner));

        await owner.IsRefusedAsync(client);
        Assert.Equal((1, 0), (await owner.FailuresAsync(), (await owner.RowAsync()).SignCount));
    }

    [Fact]
    [Clause("WEBAUTHN-7.2")]
    public async Task Answer_of_another_visit_is_refused()
    {
        var (_, client, owner) = await SetAsync();
        using var _1 = owner;
        await owner.OpenAsync(client);
        var (answer, question) = (owner.Answer(), owner.Question);
        await owner.OpenAsync(client);

        await owner.SendAsync(answer, question);
        await owner.IsRefusedAsync(client);

        // And with the question that is this visit's.
        await owner.SendAsync(answer);
        await owner.IsRefusedAsync(client, times: 2);
        Assert.Equal(0, (await owner.RowAsync()).SignCount);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    [Clause("RTS-4.1")]
    public async Task Answer_that_is_sent_again_signs_nobody_in(DatabaseKind database)
    {
        var (_, client, owner) = await SetAsync(database);
        using var _1 = owner;
        await owner.OpenAsync(client);
        var signIn = owner.Browser.Page.Address;
        var (answer, question) = (owner.Answer(), owner.Question);
        await owner.SendAsync(answer, question);
        Assert.True(owner.Browser.Page.IsConsent, owner.Browser.Page.Describe());

        await owner.Browser.OpenAsync(signIn);
        await owner.SendAsync(answer, question);

        Assert.True(owner.Browser.Page.IsSignIn && owner.Browser.Page.Has("fault"), owner.Browser.Page.Describe());
        await owner.IsAuditedAsync(SecurityEvent.SignInFailed, client.ClientId);
        Assert.Null((await owner.RowAsync()).RevokedAt); // sent twice is no copy
    }

    [Fact]
    [Clause("WEBAUTHN-7.2")]
    public async Task Passkey_of_one_customer_is_not_anothers()
    {
        var (bank, client, victim) = await SetAsync();
        using var _1 = victim;
        using var thief = await PasskeyOwner.EnrolAsync(bank);
        await victim.OpenAsync(client);

        await victim.SendAsync(thief.Answer(victim.Options, userHandle: victim.Passkey.UserHandle));

        await victim.IsRefusedAsync(client);
        Assert.Equal((0, 1), (await victim.FailuresAsync(), await thief.FailuresAsync())); // whose key it is has tried
    }

    [Fact]
    [Clause("RTS-4.3.b")]
    public async Task Blocked_customer_is_refused_in_the_same_words()
    {
        var (_, client, owner) = await SetAsync();
        using var _1 = owner;
        await owner.OpenAsync(client);
        await owner.SendAsync(owner.Answer(type: "payment.get"));
        var words = owner.Browser.Page.Text("fault");
        for (var failure = 1; failure < 5; failure++)
        {
            await owner.SendAsync(owner.Answer(type: "payment.get"));
        }

        await owner.SendAsync(owner.Answer());

        Assert.Equal(words, owner.Browser.Page.Text("fault"));
        await owner.IsRefusedAsync(client, times: 6);
        Assert.Equal(0, (await owner.RowAsync()).SignCount);
        await owner.Browser.SignInAsync(owner.Payer.Customer);
        await owner.Browser.VerifyAsync(owner.Payer.Customer); // the password and the code are right, and blocked with it
        Assert.True(owner.Browser.Page.Has("fault"), owner.Browser.Page.Describe());
    }

    [Fact]
    [Clause("RTS-27")]
    public async Task Lost_passkey_signs_nobody_in()
    {
        var (_, client, owner) = await SetAsync();
        using var _1 = owner;
        await owner.OpenAsync(client);
        var answer = owner.Answer();
        await owner.LoseAsync();

        await owner.SendAsync(answer);

        await owner.IsRefusedAsync(client);
    }

    [Fact]
    [Clause("RTS-7")]
    public async Task Copy_is_found_by_its_counter_and_stopped()
    {
        var (_, client, owner) = await SetAsync();
        using var _1 = owner;
        owner.Passkey.SignCount = 5;
        await owner.OpenAsync(client);
        await owner.SendAsync(owner.Answer());
        Assert.True(owner.Browser.Page.IsConsent, owner.Browser.Page.Describe());
        using var elsewhere = await PasskeyOwner.EnrolAsync((await banks.OnAsync(DatabaseKind.Sqlite)));
        await elsewhere.OpenAsync(client);
        owner.Passkey.SignCount = 5; // the copy has counted on its own

        await elsewhere.SendAsync(owner.Answer(elsewhere.Options));

        Assert.True(elsewhere.Browser.Page.Has("fault"), elsewhere.Browser.Page.Describe());
        Assert.NotNull((await owner.RowAsync()).RevokedAt);
    }

    [Fact]
    [Clause("RTS-7")]
    public async Task Copied_passkey_is_one_element_and_signs_nobody_in()
    {
        var bank = await banks.OnAsync(DatabaseKind.Sqlite);
        var client = await bank.RegisterLikeAsync("fapi2-pkjwt-dpop-1");
        using var owner = await PasskeyOwner.EnrolAsync(bank, Synced);
        await owner.OpenAsync(client);

        await owner.SendAsync(owner.Answer());

        await owner.IsRefusedAsync(client);
    }

    [Theory]
    [InlineData("", "the page's")]
    [InlineData("nonsense", "the page's")]
    [InlineData("flood", "the page's")]
    [InlineData("right", "")]
    [InlineData("right", "nonsense")]
    [InlineData("right", "turned")]
    [Clause("WEBAUTHN-7.2")]
    public async Task What_is_no_answer_to_a_question_of_ours_is_refused_and_counted_for_nobody(string answer, string question)
    {
        var (_, client, owner) = await SetAsync();
        using var _1 = owner;
        await owner.OpenAsync(client);

        await owner.SendAsync(
            answer switch { "right" => owner.Answer(), "flood" => new string('[', 20_000), _ => answer },
            question switch { "the page's" => owner.Question, "turned" => Turned(owner.Question), _ => question });

        await owner.IsRefusedAsync(client);
        Assert.Equal(0, await owner.FailuresAsync());
    }

    [Fact]
    [Clause("WEBAUTHN-7.2")]
    public async Task Bank_itself_is_opened_with_a_passkey_and_only_in_the_browser_that_was_asked()
    {
        var (bank, _, owner) = await SetAsync();
        using var _1 = owner;
        var address = new Uri(bank.Server.Kit.PublicAddress, "/fapi2/devices/sign-in");
        using var other = await PasskeyOwner.EnrolAsync(bank);
        await other.Browser.OpenAsync(address);
        await owner.Browser.OpenAsync(address);

        await other.SendAsync(owner.Answer(), owner.Question);
        Assert.True(other.Browser.Page.Has("fault"), other.Browser.Page.Describe());

        await owner.SendAsync(owner.Answer());
        Assert.EndsWith("/fapi2/security", owner.Browser.Page.Address.AbsolutePath, StringComparison.Ordinal);
        await owner.IsAuditedAsync(SecurityEvent.SignInSucceeded);
    }

    private async Task<(Bank Bank, FintechClient Client, PasskeyOwner Owner)> SetAsync(DatabaseKind database = DatabaseKind.Sqlite)
    {
        var bank = await banks.OnAsync(database);
        return (bank, await bank.RegisterLikeAsync("fapi2-pkjwt-dpop-1"), await PasskeyOwner.EnrolAsync(bank));
    }

    private static string Tampered(string answer, string part)
    {
        var json = JsonNode.Parse(answer)!;
        var bytes = Base64Url.DecodeFromChars((string)json["response"]![part]!);
        bytes[^1] ^= 1;
        json["response"]![part] = Base64Url.EncodeToString(bytes);
        return json.ToJsonString();
    }

    private static string Without(string answer, string part)
    {
        var json = JsonNode.Parse(answer)!;
        json["response"]!.AsObject().Remove(part);
        return json.ToJsonString();
    }

    // A letter within it, so that none of the bits that base64 leaves over is turned.
    private static string Turned(string question) => question[..40] + (question[40] == 'A' ? 'B' : 'A') + question[41..];
}
