using FapiAuthServer.Audit;
using FapiAuthServer.Clients;
using FapiAuthServer.Data;
using FapiAuthServer.Grants;
using FapiAuthServer.Interaction;
using FapiAuthServer.Issuers;
using FapiAuthServer.Keys;
using FapiAuthServer.Pipeline;
using FapiAuthServer.Protocol;
using FapiAuthServer.Sca;
using FapiAuthServer.SingleUse;
using FapiAuthServer.Startup;

// Pages and styles lie beside the program, wherever it is started from; files the operator names are relative to where they stand.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
if (!builder.TryAddServerOptions(args, out var options)) // one section, validated before anything else starts
    return 1;

builder.AddLogging();                           // Serilog, JSON to stdout
builder.AddTls(options);                        // two endpoints: browsers and JWT clients; client certificates
builder.Services.AddDatabase(options);          // SQLite, PostgreSQL or SQL Server; data-protection keys in it
builder.Services.AddAudit();                    // append-only security events
builder.Services.AddSca<FapiDbContext>(options.ConfigureSca); // customers, password, TOTP, blocking
builder.Services.AddKeys();                     // signing keys per issuer, nonce secret
builder.Services.AddIssuers();                  // path, profile, scopes, metadata
builder.Services.AddClients();                  // registry, keys, outbound fetches
builder.Services.AddSingleUse();                // codes, pushed requests, replay
builder.Services.AddGrants();                   // durable grants and the token gate
builder.Services.AddProtocolPipelines();        // PAR, authorization, token, userinfo, introspection, revocation, discovery
builder.Services.AddProtocolServices();         // what the handlers share
builder.Services.AddInteraction();              // sign-in, second factor, consent, error
builder.Services.AddStartup(options);           // migrations, kit, seeding, health

var app = builder.Build();
if (!await app.TryPrepareAsync())
    return 1;

if (EvidenceCommand.IsAsked(args))              // a report for the operator instead of a server
    return await EvidenceCommand.TryWriteAsync(app) ? 0 : 1;

app.UseServer();
await app.RunAsync();
return 0;

/// <summary>The entry point; tests start the server through it.</summary>
public partial class Program;
