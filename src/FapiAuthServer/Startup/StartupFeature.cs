using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using FapiAuthServer.Data;
using FapiAuthServer.Interaction;
using FapiAuthServer.Interaction.Devices;
using FapiAuthServer.Interaction.Error;
using FapiAuthServer.Interaction.Layout;
using FapiAuthServer.Issuers;
using FapiAuthServer.Keys;
using FapiAuthServer.Protocol.PaymentReports;
using FapiAuthServer.Protocol.SenderConstraint.MutualTls;
using FapiAuthServer.Rejections;
using FapiAuthServer.Sca.Customers;
using FapiAuthServer.Sca.Exemptions;
using FapiAuthServer.Sca.Factors.Sms;
using FapiAuthServer.Sca.Payees;
using FapiAuthServer.Startup.Sandbox;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace FapiAuthServer.Startup;

/// <summary>What happens between building the server and serving the first request, and the order of its middleware.</summary>
internal static class StartupFeature
{
    private static readonly PathString[] OfTheHost = ["/health", "/sandbox", DeviceApi.Root];

    public static IServiceCollection AddStartup(this IServiceCollection services, ServerOptions options)
    {
        services.AddHealthChecks().AddDbContextCheck<FapiDbContext>("database");
        services.AddSingleton(TimeProvider.System);
        services.AddAuthentication();
        if (options.IsSandbox)
        {
            services.AddSingleton<SandboxSeeding>().AddSingleton<SandboxTexts>().AddSingleton(new PageNotice("Sandbox.Notice", "/sandbox"));
            services.Replace(ServiceDescriptor.Singleton<ICustomerDetails, SandboxCustomerDetails>());
            services.Replace(ServiceDescriptor.Singleton<IPayeeVerification, SandboxPayees>());
            services.Replace(ServiceDescriptor.Scoped<IAccountOwners, SandboxAccountOwners>());
            services.Replace(ServiceDescriptor.Singleton<ISmsSender>(provider => provider.GetRequiredService<SandboxTexts>()));
        }

        return services;
    }

    /// <summary>False when the database or what is in it does not let the server start; why has then been said.</summary>
    public static async Task<bool> TryPrepareAsync(this WebApplication app)
    {
        try
        {
            await PrepareAsync(app);
            return true;
        }
        catch (OptionsValidationException exception)
        {
            return StartupFaults.Report([.. exception.Failures]);
        }
        catch (StartupException exception)
        {
            return StartupFaults.Report([exception.Message]);
        }
        catch (Exception exception) when (exception is DbException or SocketException)
        {
            return StartupFaults.Report([$"Database: it cannot be used: {exception.Message}"]);
        }
    }

    // Brings the database up to date, checks whose it is, loads the keys, seeds the sandbox.
    private static async Task PrepareAsync(WebApplication app)
    {
        // What the server writes does not depend on the machine's language, nor does what customers read.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

        var options = app.Services.GetRequiredService<IOptions<ServerOptions>>().Value;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<FapiDbContext>();
            if (options.MigrateAtStart ?? options.IsSandbox)
                await db.Database.MigrateAsync();
            else if ((await db.Database.GetPendingMigrationsAsync()).ToList() is { Count: > 0 } pending)
                throw new StartupException($"Database: {pending.Count} migrations are not applied, the last is {pending[^1]}; apply the release's script or set MigrateAtStart.");

            await DatabaseOwner.CheckAsync(db, options);
        }

        var issuers = app.Services.GetRequiredService<IssuerDirectory>();
        await app.Services.GetRequiredService<KeyRing>().LoadAsync(issuers, CancellationToken.None);

        // Builds the engine's options of every issuer now, so that a pipeline that does not fit the engine stops the start.
        var engine = app.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>();
        foreach (var issuer in issuers.All)
            await app.Services.GetRequiredService<CurrentIssuer>().RunAsync(issuer, () => Task.FromResult(engine.CurrentValue));

        if (options.IsSandbox)
            await app.Services.GetRequiredService<SandboxSeeding>().SeedAsync(CancellationToken.None);
    }

    /// <summary>The order in which a request meets the server.</summary>
    public static void UseServer(this WebApplication app)
    {
        app.UseRequestLocalization();                  // the customer's language, for words alone, failures included
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerFailureAsync, SuppressDiagnosticsCallback = _ => false });
        app.UseMiddleware<ContentSecurity>();          // headers of every response
        app.UseMiddleware<ReadClientCertificate>();    // from the connection, or a trusted proxy
        app.UseMiddleware<ResolveIssuer>();            // the issuer's path becomes the root
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "public, max-age=3600" });
        app.MapWhen(BelongsToNoIssuer, MapHost);

        // No CORS, on purpose: no page of anybody's reads our answers, least of all the authorization endpoint's (FAPI2-SP-FINAL-5.2.3).
        app.UseRouting();
        app.UseAuthentication();                       // the protocol engine
        app.MapRazorPages();                           // the customer's pages
        app.MapPaymentReports();                       // the bank's payment system
    }

    // A root issuer has every path that no other issuer has, but for these.
    private static bool BelongsToNoIssuer(HttpContext context)
        => context.Features.Get<Issuer>() is not { Path: var issuer }
            || issuer.Length == 0 && OfTheHost.Any(path => context.Request.Path.StartsWithSegments(path));

    // What belongs to the process and to no issuer.
    private static void MapHost(IApplicationBuilder host)
        => host.UseRouting().UseEndpoints(endpoints =>
        {
            endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
            endpoints.MapHealthChecks("/health/ready");
            endpoints.MapDevices(); // the banking app
            if (host.ApplicationServices.GetService<SandboxSeeding>() is not null)
            {
                endpoints.MapSandboxPage();
                endpoints.MapSandboxEvidence();
            }
        });

    // A bug or a failed store: never a stack trace, never a 200. A page for who reads pages, JSON for all others.
    private static Task AnswerFailureAsync(HttpContext context)
    {
        context.RequestServices.GetRequiredService<ContentSecurity>().Apply(context.Response.Headers);
        var tooLarge = context.Features.Get<IExceptionHandlerFeature>()?.Error as BadHttpRequestException;
        var reason = tooLarge is null ? Reasons.ServerFailed : Reasons.RequestTooLarge;
        context.Response.StatusCode = tooLarge?.StatusCode ?? StatusCodes.Status500InternalServerError;
        if (FailurePage.IsWanted(context))
            return FailurePage.ShowAsync(context, reason);

        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["error"] = reason.Error,
            ["error_description"] = reason.Description,
        }));
    }
}
