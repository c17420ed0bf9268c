using FapiAuthServer.Audit;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.DynamicLinking;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.Passkeys;
using FapiAuthServer.Sca.Factors.Password;
using FapiAuthServer.Sca.Factors.RecoveryCodes;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.Sca.Factors.Totp;
using Microsoft.Extensions.Localization;

namespace FapiAuthServer.Interaction.Security;

/// <summary>
/// What customers have to authenticate with, as many ways as they like (SCA-210): shown to them, changed by right of other factors,
/// and ended when it is lost.
/// </summary>
internal sealed class OwnFactors(
    AppDeviceEnrolment devices, SmsEnrolment numbers, TotpEnrolment authenticator, RecoveryCodeEnrolment recovery, PasswordEnrolment passwords,
    PasskeyEnrolment passkeys, OwnChanges changes, IStringLocalizer<Texts> text, AuditTrail audit)
{
    public const string Path = "/security";
    public const string ChangePath = "/security/change";

    public async Task<FactorOverview> ListAsync(CustomerIdentity customer, CancellationToken cancellation) => new(
        await devices.ListAsync(customer.Id, cancellation),
        await numbers.FindMaskedAsync(customer.Id, cancellation),
        await authenticator.IsEnrolledAsync(customer.Id, cancellation),
        await recovery.CountAsync(customer.Id, cancellation));

    public async Task<bool> IsFitPasswordAsync(CustomerIdentity customer, string password, CancellationToken cancellation)
        => (await passwords.FindFaultsAsync(customer.Id, password, cancellation)).Count == 0;

    /// <summary>Makes the change that the customer has authenticated for.</summary>
    public async Task<ChangeOutcome> ApplyAsync(
        Issuer issuer, CustomerIdentity customer, OwnChange change, AuthenticatedAction action, string newPassword, CancellationToken cancellation)
    {
        var outcome = await TryApplyAsync(customer, change, new FactorAuthority.ByCustomer(action), newPassword, cancellation);
        var what = (change.Kind, outcome.IsRefused) switch
        {
            (OwnChangeKind.Phone, true) => SecurityEvent.DeviceActivationRefused,
            (OwnChangeKind.Phone, false) => SecurityEvent.DeviceActivationIssued,
            (_, true) => SecurityEvent.FactorChangeRefused,
            _ when outcome.AwaitsFirstCode || outcome.Invitation is not null => SecurityEvent.FactorChangeBegun,
            _ => SecurityEvent.FactorChanged,
        };
        await audit.RecordAsync(OwnChanges.Event(what, issuer, customer, change.Kind));
        return outcome;
    }

    /// <summary>Takes the new factor into use with its first code; false for a wrong one, which counts as a failure.</summary>
    public async Task<bool> ConfirmAsync(Issuer issuer, CustomerIdentity customer, OwnChange change, string code, CancellationToken cancellation)
    {
        var isRight = await (change.Kind switch
        {
            OwnChangeKind.Number => numbers.ConfirmAsync(customer.Id, code, cancellation),
            OwnChangeKind.AuthenticatorApp => authenticator.ConfirmAsync(customer.Id, code, cancellation),
            _ => Task.FromResult(false),
        });
        await audit.RecordAsync(OwnChanges.Event(isRight ? SecurityEvent.FactorChanged : SecurityEvent.FactorChangeRefused, issuer, customer, change.Kind));
        return isRight;
    }

    /// <summary>Ends a phone at once, without further proof: who reports it may have nothing else left. False when there is none. (SCA-213)</summary>
    public async Task<bool> ReportPhoneLostAsync(Issuer issuer, CustomerIdentity customer, Guid device, CancellationToken cancellation)
    {
        var isEnded = await devices.ReportLostAsync(customer.Id, device, cancellation);
        await audit.RecordAsync(OwnChanges.Event(isEnded ? SecurityEvent.DeviceReportedLost : SecurityEvent.FactorChangeRefused, issuer, customer, OwnChangeKind.Phone));
        return isEnded;
    }

    /// <summary>The same for the mobile number.</summary>
    public async Task<bool> ReportNumberLostAsync(Issuer issuer, CustomerIdentity customer, CancellationToken cancellation)
    {
        var isEnded = await numbers.ReportLostAsync(customer.Id, cancellation);
        await audit.RecordAsync(OwnChanges.Event(isEnded ? SecurityEvent.NumberReportedLost : SecurityEvent.FactorChangeRefused, issuer, customer, OwnChangeKind.Number));
        return isEnded;
    }

    private async Task<ChangeOutcome> TryApplyAsync(
        CustomerIdentity customer, OwnChange change, FactorAuthority authority, string newPassword, CancellationToken cancellation)
    {
        try
        {
            switch (change.Kind)
            {
                case OwnChangeKind.Phone:
                    return new ChangeOutcome { Activation = await devices.BeginAsync(customer.Id, authority, cancellation) };
                case OwnChangeKind.Number:
                    var isSent = await numbers.BeginAsync(customer.Id, changes.NumberOf(change), authority, cancellation);
                    return isSent ? new ChangeOutcome { AwaitsFirstCode = true } : ChangeOutcome.Refused;
                case OwnChangeKind.AuthenticatorApp:
                    return new ChangeOutcome { AwaitsFirstCode = true, Seed = await authenticator.BeginAsync(customer.Id, text["Bank.Name"], authority, cancellation) };
                case OwnChangeKind.RecoveryCodes:
                    return new ChangeOutcome { RecoveryCodes = await recovery.CreateAsync(customer.Id, authority, cancellation) };
                case OwnChangeKind.Passkey:
                    return new ChangeOutcome { Invitation = await passkeys.BeginAsync(customer.Id, authority, cancellation) };
                default:
                    await passwords.ChangeAsync(customer.Id, newPassword, authority, cancellation);
                    return ChangeOutcome.Done;
            }
        }
        catch (EnrolmentRefusedException)
        {
            return ChangeOutcome.Refused; // as many phones as one may have, or blocked meanwhile
        }
    }
}
