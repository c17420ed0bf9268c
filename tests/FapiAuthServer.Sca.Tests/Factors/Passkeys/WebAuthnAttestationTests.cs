using System.Buffers.Text;
using System.Security.Cryptography.X509Certificates;
using FapiAuthServer.Sca.Factors.Passkeys;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.Tests.Factors.Passkeys;

/// <summary>The specification's own statements: Fido2NetLib verifies each in its format, and the module says whom it believes.</summary>
public sealed class WebAuthnAttestationTests : IDisposable
{
    private const string Self = "16.3: self attestation";

    private static readonly Fido2Configuration Lenient = new()
    {
        RPID = "example.org",
        RPName = "example.org",
        Origins = new HashSet<string> { "https://example.org" },
    };

    private readonly string root = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pem");
    private readonly PasskeyMaker stranger = new();

    public WebAuthnAttestationTests()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromHexString(WebAuthnAttestation.Root));
        File.WriteAllText(root, certificate.ExportCertificatePem());
    }

    public static TheoryData<string> Sections => [.. WebAuthnAttestation.All.Select(vector => vector.Section).Where(section => section != Self)];

    [Theory]
    [Clause("SCA-187")]
    [MemberData(nameof(Sections))]
    public async Task Statement_is_believed_under_its_root_and_under_no_other(string section)
    {
        var vector = WebAuthnAttestation.All.Single(vector => vector.Section == section);
        var model = new Guid(Convert.FromHexString(vector.Model), bigEndian: true);
        var response = Response(vector.CredentialId, vector.ClientData, vector.AttestationObject);

        var registered = await VerifyAsync(vector, response);

        Assert.Equal(Convert.FromHexString(vector.CredentialId), registered.Id);
        Assert.True(Trust(root).Trusts(response));
        Assert.False(Trust(stranger.Roots).Trusts(response));
        Assert.False(Trust(root, Guid.NewGuid()).Trusts(response));
        Assert.True(Trust(root, model).Trusts(response));
    }

    [Fact]
    [Clause("SCA-187")]
    public async Task Key_that_vouches_for_itself_is_not_believed()
    {
        var vector = WebAuthnAttestation.All.Single(vector => vector.Section == Self);
        var response = Response(vector.CredentialId, vector.ClientData, vector.AttestationObject);

        Assert.Equal("packed", (await VerifyAsync(vector, response)).AttestationFormat);

        Assert.False(Trust(root).Trusts(response));
    }

    [Fact]
    [Clause("SCA-187")]
    public void Registration_without_a_statement_is_not_believed() => Assert.All(
        WebAuthnVector.All, vector => Assert.False(Trust(root).Trusts(Response(vector.CredentialId, vector.CreationClientData, vector.AttestationObject))));

    public void Dispose()
    {
        stranger.Dispose();
        File.Delete(root);
    }

    private static AttestationTrust Trust(string roots, params Guid[] models)
    {
        var options = new ScaOptions { Passkeys = { Attestation = AttestationDemand.Direct, AttestationRoots = roots } };
        options.Passkeys.AllowedModels.AddRange(models);
        return new AttestationTrust(Options.Create(options), TimeProvider.System);
    }

    private static Task<RegisteredPublicKeyCredential> VerifyAsync(WebAuthnAttestation vector, AuthenticatorAttestationRawResponse response) =>
        new Fido2(Lenient, null).MakeNewCredentialAsync(new MakeNewCredentialParams
        {
            AttestationResponse = response,
            OriginalOptions = new CredentialCreateOptions
            {
                Challenge = Convert.FromHexString(vector.Challenge),
                Rp = new PublicKeyCredentialRpEntity("example.org", "example.org", ""),
                User = new Fido2User { Id = [1], Name = "user", DisplayName = "User" },
                PubKeyCredParams = PubKeyCredParam.Defaults,
                AuthenticatorSelection = new AuthenticatorSelection { UserVerification = UserVerificationRequirement.Discouraged },
            },
            IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
        }, TestContext.Current.CancellationToken);

    private static AuthenticatorAttestationRawResponse Response(string credentialId, string clientData, string attestation) => new()
    {
        Type = PublicKeyCredentialType.PublicKey,
        Id = Base64Url.EncodeToString(Convert.FromHexString(credentialId)),
        RawId = Convert.FromHexString(credentialId),
        Response = new AuthenticatorAttestationRawResponse.AttestationResponse
        {
            AttestationObject = Convert.FromHexString(attestation),
            ClientDataJson = Convert.FromHexString(clientData),
        },
    };
}
