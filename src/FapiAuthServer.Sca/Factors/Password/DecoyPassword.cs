using System.Security.Cryptography;
using FapiAuthServer.Sca.Customers;
using Microsoft.AspNetCore.Identity;

namespace FapiAuthServer.Sca.Factors.Password;

/// <summary>A hash nobody knows the password of, to be verified when there is no customer to verify.</summary>
internal sealed class DecoyPassword
{
    public DecoyPassword(IPasswordHasher<Customer> hasher)
    {
        Customer = new Customer("decoy", "decoy", "decoy");
        Hash = hasher.HashPassword(Customer, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
    }

    public Customer Customer { get; }

    public string Hash { get; }
}
