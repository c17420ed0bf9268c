using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Factors.Passkeys;

/// <summary>
/// What WebAuthn itself demands (Level 3, §7.1 and §7.2), left to Fido2NetLib; ours is which challenge is asked and what the flags
/// are worth. Answers to the browser's own payment dialog are of another type, and refused. (SCA-180, SCA-181, SCA-188)
/// </summary>
internal sealed class PasskeyCeremony(IOptions<ScaOptions> options, AttestationTrust trust, ILogger<PasskeyCeremony> logger)
{
    public const int MaxLength = 16 * 1024;

    private const int FlagsAt = 32;
    private const int Verified = 0x04;
    private const int BackupEligible = 0x08;
    private const int BackedUp = 0x10;

    // What both verifiers know, this one and that of the sign-in.
    private static readonly IReadOnlyList<PubKeyCredParam> Algorithms =
    [
        PubKeyCredParam.ES256, PubKeyCredParam.ES384, PubKeyCredParam.ES512, PubKeyCredParam.PS256, PubKeyCredParam.RS256,
    ];

    private readonly Fido2Configuration configuration = new()
    {
        RPID = options.Value.Passkeys.RelyingPartyId ?? "",
        RPName = options.Value.Passkeys.RelyingPartyName,
        Origins = options.Value.Passkeys.Origins.ToHashSet(),
        AllowCrossOriginRequests = false,
    };

    public bool IsConfigured => options.Value.Passkeys.RelyingPartyId is not null;

    /// <summary>The challenge stands for the action: an assertion over it is one over amount and payee, and new each time. (SCA-062, SCA-183)</summary>
    public static byte[] ChallengeFor(byte[] nonce, string actionHash) =>
        SHA256.HashData([.. "sca-passkey\0"u8, .. nonce, .. Encoding.ASCII.GetBytes(actionHash)]);

    public AssertionOptions AssertionOptionsFor(byte[] challenge, IEnumerable<Passkey> passkeys) => AssertionOptions.Create(
        configuration, challenge, [.. passkeys.Select(passkey => new PublicKeyCredentialDescriptor(passkey.CredentialId))],
        UserVerificationRequirement.Required, null);

    public CredentialCreateOptions CreationOptionsFor(byte[] userHandle, string username, string displayName, IEnumerable<byte[]> existing) =>
        new Fido2(configuration, null).RequestNewCredential(new RequestNewCredentialParams
        {
            User = new Fido2User { Id = userHandle, Name = username, DisplayName = displayName },
            ExcludeCredentials = [.. existing.Select(id => new PublicKeyCredentialDescriptor(id))],
            AuthenticatorSelection = new AuthenticatorSelection
            {
                ResidentKey = ResidentKeyRequirement.Preferred, // found again at the sign-in, where nobody has said a name yet
                UserVerification = UserVerificationRequirement.Required,
            },
            AttestationPreference = trust.IsDemanded ? AttestationConveyancePreference.Direct : AttestationConveyancePreference.None,
            PubKeyCredParams = Algorithms,
        });

    /// <summary>The new credential, or null for anything that is not one for these options.</summary>
    public Task<RegisteredPasskey?> RegisterAsync(string optionsJson, string response, Func<byte[], CancellationToken, Task<bool>> isNewAsync, CancellationToken ct) =>
        ReadAsync(response, async (AuthenticatorAttestationRawResponse attestation) =>
        {
            var credential = await new Fido2(configuration, null).MakeNewCredentialAsync(
                new MakeNewCredentialParams
                {
                    AttestationResponse = attestation,
                    OriginalOptions = CredentialCreateOptions.FromJson(optionsJson),
                    IsCredentialIdUniqueToUserCallback = (candidate, cancellation) => isNewAsync(candidate.CredentialId, cancellation),
                },
                ct);
            if (!trust.IsDemanded)
                return new RegisteredPasskey(credential, IsAttested: false);

            if (trust.Trusts(attestation))
                return new RegisteredPasskey(credential, IsAttested: true);

            logger.AttestationRefused(credential.AttestationFormat, credential.AaGuid);
            return null;
        });

    /// <summary>What the assertion says, once all that WebAuthn demands of it holds; else null.</summary>
    public Task<PasskeyAssertion?> AssertAsync(byte[] challenge, IReadOnlyList<Passkey> passkeys, byte[] userHandle, string response, CancellationToken ct) =>
        ReadAsync(response, async (AuthenticatorAssertionRawResponse assertion) =>
        {
            if (passkeys.SingleOrDefault(candidate => candidate.CredentialId.AsSpan().SequenceEqual(assertion.RawId)) is not { } passkey)
                return null;

            // The counter is compared by us, who have to act on it: the library would only refuse.
            var result = await new Fido2(configuration, null).MakeAssertionAsync(
                new MakeAssertionParams
                {
                    AssertionResponse = assertion,
                    OriginalOptions = AssertionOptionsFor(challenge, passkeys),
                    StoredPublicKey = passkey.PublicKey,
                    StoredSignatureCounter = 0,
                    IsUserHandleOwnerOfCredentialIdCallback = (owner, _) => Task.FromResult(owner.UserHandle.AsSpan().SequenceEqual(userHandle)),
                },
                ct);
            var flags = assertion.Response.AuthenticatorData[FlagsAt];
            return (flags & Verified) == 0
                ? null
                : new PasskeyAssertion(passkey, result.SignCount, (flags & BackupEligible) != 0, (flags & BackedUp) != 0);
        });

    private async Task<TResult?> ReadAsync<TResponse, TResult>(string json, Func<TResponse, Task<TResult?>> verifyAsync)
        where TResponse : class
        where TResult : class
    {
        if (json.Length > MaxLength)
            return null;

        try
        {
            return JsonSerializer.Deserialize<TResponse>(json) is { } response ? await verifyAsync(response) : null;
        }
        catch (Exception refused) when (refused is not OperationCanceledException)
        {
            // The library answers hostile input with exceptions of many types. The type says enough; the message may quote the input.
            logger.PasskeyRefused(refused.GetType().Name);
            return null;
        }
    }
}
