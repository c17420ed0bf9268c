using System.Security.Cryptography;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Data;
using Microsoft.Extensions.Logging;

namespace FapiAuthServer.Sca.Factors.Totp;

/// <summary>Possession: a device that holds the customer's TOTP seed.</summary>
internal sealed class TotpFactor(ISecretProtector protector, ILogger<TotpFactor> logger)
{
    public byte[] Protect(Guid customerId, byte[] seed)
    {
        try
        {
            return protector.Protect(seed, ContextOf(customerId));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>The unspent step whose code this is, or null.</summary>
    public long? FindStep(Customer customer, string otp, DateTimeOffset now)
    {
        byte[] seed = [];
        try
        {
            if (customer.ProtectedTotpSecret is null)
                return null;
            seed = protector.Unprotect(customer.ProtectedTotpSecret, ContextOf(customer.Id));
            return TotpCodes.FindStep(seed, otp, now, customer.LastTotpStep);
        }
        catch (CryptographicException)
        {
            // Refused like a wrong code: an error page would tell that this username exists.
            logger.SecretUnreadable(customer.Id);
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    // Names the row: a seed copied into another customer's row does not open there.
    private static string ContextOf(Guid customerId) => $"totp:{customerId:N}";
}
