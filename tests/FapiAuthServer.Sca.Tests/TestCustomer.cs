using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors.Totp;

namespace FapiAuthServer.Sca.Tests;

internal sealed record TestCustomer(CustomerIdentity Identity, string Password, string Secret)
{
    public const string WrongPassword = "not the password";

    public string Username => Identity.Username;

    public string CodeAt(DateTimeOffset now) => TotpCodes.Current(Secret, now);

    // Never one of the three that are accepted now.
    public string WrongCodeAt(DateTimeOffset now)
    {
        var right = Enumerable.Range(-1, 3).Select(step => CodeAt(now.AddSeconds(30 * step))).ToHashSet();
        return Enumerable.Range(0, 4).Select(n => $"00000{n}").First(code => !right.Contains(code));
    }
}
