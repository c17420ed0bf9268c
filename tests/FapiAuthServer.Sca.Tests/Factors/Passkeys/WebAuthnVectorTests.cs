using System.Buffers.Text;
using System.Text.Json.Nodes;
using FapiAuthServer.Sca.Factors.Passkeys;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Tests.Factors.Passkeys;

/// <summary>
/// The specification's own ceremonies. Their signatures are good; each is of a kind that must not approve a payment, so that what
/// refuses it can only be the rule it breaks.
/// </summary>
public sealed class WebAuthnVectorTests
{
    private static readonly Fido2Configuration Lenient = new()
    {
        RPID = "example.org",
        RPName = "example.org",
        Origins = new HashSet<string> { "https://example.org", "https://example.com" },
        AllowCrossOriginRequests = true,
    };

    public static TheoryData<string> Sections => [.. WebAuthnVector.All.Select(vector => vector.Section)];

    [Theory]
    [Clause("SCA-180")]
    [MemberData(nameof(Sections))]
    public async Task Signature_is_good_under_rules_that_allow_it(string section)
    {
        var vector = Find(section);
        var registered = await RegisterAsync(vector);

        var result = await new Fido2(Lenient, null).MakeAssertionAsync(new MakeAssertionParams
        {
            AssertionResponse = AuthenticatorAssertion(vector),
            OriginalOptions = new AssertionOptions { Challenge = Hex(vector.Challenge), RpId = "example.org", UserVerification = UserVerificationRequirement.Discouraged },
            StoredPublicKey = registered.PublicKey,
            StoredSignatureCounter = 0,
            IsUserHandleOwnerOfCredentialIdCallback = (_, _) => Task.FromResult(true),
        }, TestContext.Current.CancellationToken);

        Assert.Equal(Hex(vector.CredentialId), result.CredentialId);
    }

    [Theory]
    [Clause("SCA-181")]
    [MemberData(nameof(Sections))]
    public async Task It_is_refused_under_ours(string section)
    {
        var vector = Find(section);
        var passkey = new Passkey(Guid.NewGuid(), new RegisteredPasskey(await RegisterAsync(vector), IsAttested: false), "key", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        var options = new ScaOptions { Passkeys = { RelyingPartyId = "example.org" } };
        options.Passkeys.Origins.Add("https://example.org");
        options.Passkeys.Origins.Add("https://example.com");
        var ceremony = new PasskeyCeremony(Options.Create(options), new AttestationTrust(Options.Create(options), TimeProvider.System), NullLogger<PasskeyCeremony>.Instance);

        Assert.Null(await ceremony.AssertAsync(Hex(vector.Challenge), [passkey], [], Json(vector), TestContext.Current.CancellationToken));
    }

    [Theory]
    [Clause("SCA-181")]
    [MemberData(nameof(Sections))]
    public async Task Under_any_rules_another_challenge_is_refused(string section)
    {
        var vector = Find(section);
        var registered = await RegisterAsync(vector);

        await Assert.ThrowsAsync<Fido2VerificationException>(() => new Fido2(Lenient, null).MakeAssertionAsync(new MakeAssertionParams
        {
            AssertionResponse = AuthenticatorAssertion(vector),
            OriginalOptions = new AssertionOptions { Challenge = Hex(vector.CreationChallenge), RpId = "example.org", UserVerification = UserVerificationRequirement.Discouraged },
            StoredPublicKey = registered.PublicKey,
            StoredSignatureCounter = 0,
            IsUserHandleOwnerOfCredentialIdCallback = (_, _) => Task.FromResult(true),
        }, TestContext.Current.CancellationToken));
    }

    private static Task<RegisteredPublicKeyCredential> RegisterAsync(WebAuthnVector vector) =>
        new Fido2(Lenient, null).MakeNewCredentialAsync(new MakeNewCredentialParams
        {
            AttestationResponse = new AuthenticatorAttestationRawResponse
            {
                Type = PublicKeyCredentialType.PublicKey,
                Id = Encode(vector.CredentialId),
                RawId = Hex(vector.CredentialId),
                Response = new AuthenticatorAttestationRawResponse.AttestationResponse
                {
                    AttestationObject = Hex(vector.AttestationObject),
                    ClientDataJson = Hex(vector.CreationClientData),
                },
            },
            OriginalOptions = new CredentialCreateOptions
            {
                Challenge = Hex(vector.CreationChallenge),
                Rp = new PublicKeyCredentialRpEntity("example.org", "example.org", ""),
                User = new Fido2User { Id = [1], Name = "user", DisplayName = "User" },
                PubKeyCredParams = [PubKeyCredParam.ES256],
                AuthenticatorSelection = new AuthenticatorSelection { UserVerification = UserVerificationRequirement.Discouraged },
            },
            IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
        }, TestContext.Current.CancellationToken);

    private static AuthenticatorAssertionRawResponse AuthenticatorAssertion(WebAuthnVector vector) =>
        System.Text.Json.JsonSerializer.Deserialize<AuthenticatorAssertionRawResponse>(Json(vector))!;

    private static string Json(WebAuthnVector vector) => new JsonObject
    {
        ["id"] = Encode(vector.CredentialId),
        ["rawId"] = Encode(vector.CredentialId),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = new JsonObject
        {
            ["clientDataJSON"] = Encode(vector.ClientData),
            ["authenticatorData"] = Encode(vector.AuthenticatorData),
            ["signature"] = Encode(vector.Signature),
        },
    }.ToJsonString();

    private static WebAuthnVector Find(string section) => WebAuthnVector.All.Single(vector => vector.Section == section);

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    private static string Encode(string hex) => Base64Url.EncodeToString(Hex(hex));
}
