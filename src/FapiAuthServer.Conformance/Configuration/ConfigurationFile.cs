using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.Configuration;

/// <summary>Reads a `server.json`; file names in it are relative to it.</summary>
/// <example>
/// <code>
/// {
///   "discovery": "https://bank.example/.well-known/openid-configuration",
///   "ca_file": "ca.pem",
///   "resource_url": "https://api.bank.example/accounts",
///   "clients": [{
///     "client_id": "one", "client_auth_type": "private_key_jwt", "sender_constrain": "dpop", "jwks_file": "one.jwks.json",
///     "redirect_uri": "https://one.example/callback", "scope": "openid accounts"
///   }],
///   "customers": [{ "username": "ada", "password": "secret", "totp_secret": "JBSWY3DPEHPK3PXP" }],
///   "browser": { "driver": "form", "username": "#username" }
/// }
/// </code>
/// </example>
public static class ConfigurationFile
{
    private static readonly Dictionary<string, ClientAuthentication> Authentications = new()
    {
        ["private_key_jwt"] = ClientAuthentication.PrivateKeyJwt,
        ["mtls"] = ClientAuthentication.MutualTls,
        ["client_secret_basic"] = ClientAuthentication.SecretBasic,
        ["client_secret_post"] = ClientAuthentication.SecretPost,
    };

    private static readonly Dictionary<string, SenderConstraint> Constraints = new()
    {
        ["dpop"] = SenderConstraint.DPoP,
        ["mtls"] = SenderConstraint.MutualTls,
        ["none"] = SenderConstraint.None,
    };

    private static readonly Dictionary<string, BrowserDriver> Drivers = new()
    {
        ["form"] = BrowserDriver.Form,
        ["chromium"] = BrowserDriver.Chromium,
    };

    /// <exception cref="ConformanceException">All that is wrong with the file, in one line.</exception>
    public static ServerConfiguration Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConformanceException($"The configuration {path} cannot be read; name a server.json that exists.", exception);
        }
        var json = JsonText.Object(text) ?? throw new ConformanceException($"{path} is no JSON object; docs/conformance-runner.md shows one.");
        return Read(json, path);
    }

    private static ServerConfiguration Read(JsonObject json, string path)
    {
        var faults = new Faults(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var root = new ConfigurationSection(json, "", faults);
        var discovery = root.Address("discovery", demanded: true);
        var oauthDiscovery = root.Address("oauth_discovery");
        var authorities = Authorities(root, folder);
        var resource = root.Address("resource_url", demanded: true);
        var clients = root.Sections("clients").Select(section => Client(section, folder)).ToList();
        var customers = root.Sections("customers").Select(Customer).ToList();
        var browser = Browser(root.Section("browser"));
        var receiver = Receiver(root, folder);
        var tolerated = root.Texts("allow_unexpected_metadata_fields");
        root.RefuseOthers();
        faults.ThrowIfAny();
        return new ServerConfiguration
        {
            Discovery = discovery!,
            OAuthDiscovery = oauthDiscovery,
            Authorities = authorities,
            Resource = resource!,
            Clients = clients!,
            Customers = customers!,
            Browser = browser,
            LogoutReceiver = receiver,
            ToleratedMetadata = tolerated,
        };
    }

    private static IReadOnlyList<X509Certificate2> Authorities(ConfigurationSection root, string folder)
    {
        if (root.Text("ca_file") is not { } file)
        {
            return [];
        }
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(Path.Combine(folder, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            root.Fault($"ca_file must be a PEM file of certificates, but {file} is none.");
        }
        return [.. authorities];
    }

    private static LogoutReceiverConfiguration? Receiver(ConfigurationSection root, string folder)
    {
        var section = root.Section("logout_receiver");
        var certificate = ClientMaterial.Certificate(section, folder);
        var port = section.Number("port", 0);
        section.RefuseOthers();
        if (certificate is null && root.Object("logout_receiver") is not null)
        {
            section.Fault("certificate_file and key_file must give the certificate that the server is shown.");
        }
        return certificate is null ? null : new LogoutReceiverConfiguration(certificate, port == 0 ? null : port);
    }

    private static ClientConfiguration? Client(ConfigurationSection section, string folder)
    {
        var clientId = section.Text("client_id", demanded: true);
        var authentication = section.OneOf("client_auth_type", Authentications);
        var constraint = section.OneOf("sender_constrain", Constraints);
        var redirectUri = section.Address("redirect_uri", demanded: true);
        var scope = section.Text("scope", demanded: true);
        var algorithm = section.Text("dpop_signing_alg");
        var key = ClientMaterial.Key(section, folder);
        var certificate = ClientMaterial.Certificate(section, folder);
        var secret = section.Text("client_secret");
        var signedOut = section.Address("post_logout_redirect_uri");
        var logoutCalls = section.Address("backchannel_logout_uri");
        section.RefuseOthers();
        if (authentication is ClientAuthentication.SecretBasic or ClientAuthentication.SecretPost && secret is null)
        {
            section.Fault("client_secret must give the client's secret.");
        }
        if (authentication == ClientAuthentication.PrivateKeyJwt && key is null)
        {
            section.Fault("jwks or jwks_file must give the private key that signs the client's assertions.");
        }
        if ((authentication == ClientAuthentication.MutualTls || constraint == SenderConstraint.MutualTls) && certificate is null)
        {
            section.Fault("certificate_file and key_file must give the client's certificate.");
        }
        return clientId is null || authentication is null || constraint is null || redirectUri is null || scope is null
            ? null
            : new ClientConfiguration
            {
                ClientId = clientId,
                Authentication = authentication.Value,
                SenderConstraint = constraint.Value,
                Key = key,
                Certificate = certificate,
                Secret = secret,
                PostLogoutRedirectUri = signedOut,
                BackchannelLogoutUri = logoutCalls,
                RedirectUri = redirectUri,
                Scope = scope,
                DPoPAlgorithm = algorithm,
            };
    }

    private static CustomerConfiguration? Customer(ConfigurationSection section)
    {
        var username = section.Text("username", demanded: true);
        var password = section.Text("password", demanded: true);
        var secret = section.Text("totp_secret");
        var stepsBack = section.Number("totp_steps_back", 0);
        section.RefuseOthers();
        return username is null || password is null ? null : new CustomerConfiguration(username, password, secret) { StepsBack = stepsBack };
    }

    private static BrowserConfiguration Browser(ConfigurationSection section)
    {
        var standard = new BrowserConfiguration();
        var browser = new BrowserConfiguration
        {
            Driver = section.OneOf("driver", Drivers, demanded: false) ?? standard.Driver,
            Executable = section.Text("executable") ?? standard.Executable,
            Username = section.Text("username") ?? standard.Username,
            Password = section.Text("password") ?? standard.Password,
            SignIn = section.Text("sign_in") ?? standard.SignIn,
            OneTimeCode = section.Text("otp") ?? standard.OneTimeCode,
            Verify = section.Text("verify") ?? standard.Verify,
            Approve = section.Text("approve") ?? standard.Approve,
            Deny = section.Text("deny") ?? standard.Deny,
            SignOut = section.Text("sign_out") ?? standard.SignOut,
            ErrorCode = section.Text("error_code") ?? standard.ErrorCode,
            ErrorDescription = section.Text("error_description") ?? standard.ErrorDescription,
        };
        section.RefuseOthers();
        return browser;
    }
}
