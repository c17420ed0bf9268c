using System.Security.Cryptography;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.StepUp;

namespace FapiAuthServer.Sca.Factors.App;

/// <summary>
/// Possession, and how the app was unlocked: a signature of a device over what it showed. The approval arrives by itself
/// (<see cref="BankingApp"/>); here it is only found. (SCA-190)
/// </summary>
internal sealed class AppApprovalFactor(AppDevices devices) : IFactor
{
    public const int FirstMatchNumber = 10;
    public const int MatchNumbers = 90;

    public FactorKinds Kind => FactorKinds.AppApproval;

    public async Task<bool> IsUsableAsync(Customer customer, bool isPayment, CancellationToken ct) =>
        (await devices.FindUsableAsync(customer.Id, isPayment, ct)).Count > 0;

    public async Task<bool> IsEnoughAloneAsync(Customer customer, bool isPayment, CancellationToken ct) =>
        (await devices.FindUsableAsync(customer.Id, isPayment, ct)).Any(device => device.Unlock != AppUnlock.None);

    // SCA-193: to approve, one has to see the browser that asks.
    public Task<Preparation> PrepareAsync(Challenge challenge, Customer customer, CancellationToken ct) =>
        Task.FromResult(Preparation.Nothing with { MatchNumber = RandomNumberGenerator.GetInt32(FirstMatchNumber, FirstMatchNumber + MatchNumbers) });

    public async Task<FactorVerdict> JudgeAsync(Challenge challenge, Customer customer, string proof, CancellationToken ct)
    {
        var usable = await devices.FindUsableAsync(customer.Id, challenge.IsPayment, ct);
        return usable.SingleOrDefault(device => device.Id == challenge.ApprovedBy) is { } device
            ? FactorVerdict.Right([.. ElementsOf(device, challenge.ApprovedWith ?? "")])
            : FactorVerdict.Wrong;
    }

    public Task RevokeAllAsync(Guid customerId, CancellationToken ct) => devices.RevokeAllAsync(customerId, ct);

    private IEnumerable<Element> ElementsOf(AppDevice device, string approvedWith)
    {
        var key = device.KeyStorage == KeyStorage.Software ? "swk" : "hwk";
        yield return new Element(FactorCategory.Possession, Kind, key, IsLinked: true);

        var methods = approvedWith.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (device.Unlock.HasFlag(AppUnlock.Pin) && methods.Contains("pin"))
            yield return new Element(FactorCategory.Knowledge, Kind, "pin", IsLinked: false);
        if (device.Unlock.HasFlag(AppUnlock.BoundBiometrics) && methods.FirstOrDefault(method => method is "fpt" or "face") is { } biometric)
            yield return new Element(FactorCategory.Inherence, Kind, biometric, IsLinked: false);
    }
}
