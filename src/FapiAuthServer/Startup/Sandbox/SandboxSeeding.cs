using System.Text.Json;
using System.Text.Json.Nodes;
using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Issuers;
using FapiAuthServer.Sca;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Factors;
using FapiAuthServer.Sca.Factors.App;
using FapiAuthServer.Sca.Factors.Sms;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Startup.Sandbox;

/// <summary>Puts the kit's clients and customers, and the clients that others dropped beside it, into the database.</summary>
internal sealed class SandboxSeeding(
    IServiceScopeFactory scopes, IssuerDirectory issuers, ChangeWatch changes, IOptions<ServerOptions> options, IOptions<ScaOptions> sca, TimeProvider time)
{
    private readonly string root = options.Value.SandboxDirectory;

    public async Task SeedAsync(CancellationToken cancellation)
    {
        await SeedClientsAsync(cancellation);
        await SeedCustomersAsync(cancellation);
    }

    private async Task SeedClientsAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
        var known = await db.Clients.ToDictionaryAsync(client => (client.Issuer, client.ClientId), cancellation);
        List<string> faults = [];

        var files = Directory.EnumerateDirectories(Path.Combine(root, "clients")).Select(folder => Path.Combine(folder, "client.json"))
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "extra-clients"), "*.json").Order(StringComparer.Ordinal));

        foreach (var file in files)
        {
            if (!TryRead(file, faults, out var issuer, out var metadata, out var secret))
                continue;

            var now = time.GetUtcNow();
            if (!known.TryGetValue((issuer.Name, metadata.ClientId), out var client))
            {
                client = Client.Register(issuer.Name, metadata, now, secret);
                known.Add((issuer.Name, metadata.ClientId), client);
                db.Clients.Add(client);
            }
            else if (client.Metadata != metadata.ToJson() || client.SecretHash != secret?.Hash)
            {
                client.Update(metadata, now, secret);
            }
        }

        if (faults.Count > 0)
            throw new OptionsValidationException("sandbox clients", typeof(ClientMetadata), faults);

        if (await db.SaveChangesAsync(cancellation) > 0)
            await changes.AnnounceAsync(db, ChangeStamp.Clients, cancellation);
    }

    private bool TryRead(string file, List<string> faults, out Issuer issuer, out ClientMetadata metadata, out ClientSecret? secret)
    {
        issuer = null!;
        metadata = null!;
        secret = null;
        string? plain;
        var place = Path.GetRelativePath(root, file);
        try
        {
            var json = File.ReadAllText(file);
            metadata = ClientMetadata.Parse(json);
            var document = JsonNode.Parse(json)!;
            var name = (string?)document["issuer"] ?? "";
            plain = (string?)document["client_secret"]; // the kit is where a secret may be read; the database has its hash
            if (!issuers.TryGet(name, out issuer!))
            {
                faults.Add($"{place}: issuer must be one of {string.Join(", ", issuers.All.Select(known => known.Name))}.");
                return false;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            faults.Add($"{place}: it is not a JSON object of client metadata (RFC 7591).");
            return false;
        }

        var before = faults.Count;
        faults.AddRange(ClientRules.Faults(metadata, issuer).Concat(ClientRules.SecretFaults(metadata, plain)).Select(fault => $"{place}: {fault}"));
        secret = plain is null ? null : ClientSecret.Of(plain);
        return faults.Count == before;
    }

    private async Task SeedCustomersAsync(CancellationToken cancellation)
    {
        var file = Path.Combine(root, "customers.json");
        var customers = JsonNode.Parse(await File.ReadAllTextAsync(file, cancellation))!.AsArray();

        await using var scope = scopes.CreateAsyncScope();
        var directory = scope.ServiceProvider.GetRequiredService<CustomerDirectory>();
        var numbers = scope.ServiceProvider.GetRequiredService<SmsEnrolment>();
        var hasher = scope.ServiceProvider.GetRequiredService<IPasswordHasher<Customer>>();

        // One commit for all: there are a hundred customers, and a sandbox should be ready at once.
        await using var transaction = await scope.ServiceProvider.GetRequiredService<FapiDbContext>().Database.BeginTransactionAsync(cancellation);

        // Hashing is slow on purpose, and in a sandbox all have the same password: it is hashed once.
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        List<(JsonNode Customer, CustomerIdentity Identity)> newcomers = [];
        foreach (var customer in customers)
        {
            var username = (string)customer!["username"]!;
            if (await directory.FindByUsernameAsync(username, cancellation) is not { } identity)
            {
                var password = (string)customer["password"]!;
                if (!hashes.TryGetValue(password, out var hash))
                    hashes[password] = hash = hasher.HashPassword(null!, password);

                identity = await directory.EnrolAsync(
                    new NewCustomer(username, (string)customer["name"]!, password, (string)customer["totp_secret"]!) { PasswordHash = hash }, cancellation);
                if ((string?)customer["mobile"] is { } number)
                    await numbers.AdoptAsync(identity.Id, number, new FactorAuthority.ByBank("sandbox", "the kit"), cancellation);
                newcomers.Add((customer, identity));
            }

            customer["subject"] = identity.Subject;
        }

        await transaction.CommitAsync(cancellation);

        var devices = new SandboxDevices(scope.ServiceProvider.GetRequiredService<AppDeviceEnrolment>(), sca.Value);
        foreach (var (customer, identity) in newcomers)
            await devices.EnrolAsync(customer, identity, cancellation);

        // Others read this file while we start: it is replaced, never half written.
        await File.WriteAllTextAsync(file + ".new", customers.ToJsonString(new JsonSerializerOptions { WriteIndented = true }), cancellation);
        File.Move(file + ".new", file, overwrite: true);
    }
}
