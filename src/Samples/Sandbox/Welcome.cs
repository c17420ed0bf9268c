using SandboxKit;

namespace Sandbox;

/// <summary>What a person needs to know once everything runs.</summary>
internal static class Welcome
{
    public static string Text(string directory, SandboxAddresses addresses, TimeSpan startedIn)
    {
        var customers = Kit.ReadCustomers(directory);
        var customer = customers[0];
        var others = customers.Count == 1 ? "" : $"\n                   {customers.Count - 1} more in {Shown(directory, "customers.json")}";
        return $"""

            FapiAuthServer sandbox: ready after {startedIn.TotalSeconds:0.0} s

              Open             {addresses.Fintech}   and press "Connect my bank"

              Sign in as       {customer.Username}
              Password         {customer.Password}{others}
              Second factor    {addresses.Public}/sandbox   shows the current code
                               or add it to an authenticator app:
                               {AuthenticatorUri(customer)}
              Banking app      {addresses.App}   set up with a code of {addresses.Public}/fapi2/devices

              Servers          {addresses.Public}   authorization server (log in {Shown(directory, "logs", "server.log")})
                               {addresses.MutualTls}   the same, for client certificates
                               {addresses.Bank}   sample bank's API
                               {addresses.Fintech}   sample fintech
                               {addresses.App}   sample banking app
              Kit              {Shown(directory)}   clients, keys, certificates, customers
              Certificates     are signed by {Shown(directory, "ca.crt")}. Browsers warn until they trust it:
                               {HowToTrust(directory)}
                               curl --cacert {Shown(directory, "ca.crt")} {addresses.Public}/health/ready

            Ctrl+C stops everything. The data stays, and the next start goes on with it.

            """;
    }

    private static string HowToTrust(string directory)
    {
        var file = Shown(directory, "ca.crt");
        if (OperatingSystem.IsMacOS())
            return $"security add-trusted-cert -k ~/Library/Keychains/login.keychain-db {file}";
        return OperatingSystem.IsWindows()
            ? $"certutil -user -addstore Root {file}"
            : "import it in the browser's settings, under certificates, authorities.";
    }

    private static string AuthenticatorUri(Customer customer)
        => $"otpauth://totp/Sample%20Bank:{Uri.EscapeDataString(customer.Username)}?secret={customer.TotpSecret}&issuer=Sample%20Bank";

    private static string Shown(params string[] parts)
    {
        var path = Path.Combine(parts);
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
