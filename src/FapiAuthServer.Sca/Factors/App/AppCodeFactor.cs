using System.Security.Cryptography;
using System.Text;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using FapiAuthServer.Sca.StepUp;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Sca.Factors.App;

/// <summary>Possession: a code that the app makes from the action it shows, and the customer types into the page. (SCA-167)</summary>
internal sealed class AppCodeFactor(AppDevices devices, ISecretProtector protector, ILogger<AppCodeFactor> logger) : IFactor
{
    private const int MaxInputLength = 32;

    public FactorKinds Kind => FactorKinds.AppCode;

    public async Task<bool> IsUsableAsync(Customer customer, bool isPayment, CancellationToken ct) =>
        (await devices.FindUsableAsync(customer.Id, isPayment, ct)).Count > 0;

    public Task<Preparation> PrepareAsync(Challenge challenge, Customer customer, CancellationToken ct) =>
        Task.FromResult(Preparation.Nothing);

    public async Task<FactorVerdict> JudgeAsync(Challenge challenge, Customer customer, string proof, CancellationToken ct)
    {
        var entered = Encoding.ASCII.GetBytes(proof.Length <= MaxInputLength ? proof.Replace(" ", "", StringComparison.Ordinal) : "");
        var question = QuestionOf(challenge);
        var matches = false;
        foreach (var device in await devices.FindUsableAsync(customer.Id, challenge.IsPayment, ct))
            matches |= Matches(device, question, entered);

        return matches ? FactorVerdict.Right(new Element(FactorCategory.Possession, Kind, "otp", IsLinked: true)) : FactorVerdict.Wrong;
    }

    public Task RevokeAllAsync(Guid customerId, CancellationToken ct) => devices.RevokeAllAsync(customerId, ct);

    /// <summary>Over the action and the nonce: the same payment asked for again has another code.</summary>
    public static string QuestionOf(Challenge challenge) =>
        Convert.ToHexString(SHA256.HashData([.. challenge.Nonce, .. Encoding.ASCII.GetBytes(challenge.ActionHash)]));

    private bool Matches(AppDevice device, string question, byte[] entered)
    {
        byte[] key = [];
        try
        {
            key = protector.Unprotect(device.ProtectedCodeKey, AppDevice.ContextOf(device.Id));
            return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Ocra.Compute(Ocra.Suite, key, question)), entered);
        }
        catch (CryptographicException)
        {
            logger.DeviceKeyUnreadable(device.CustomerId, device.Id);
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
