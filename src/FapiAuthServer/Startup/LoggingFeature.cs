using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace FapiAuthServer.Startup;

/// <summary>
/// JSON lines to stdout. The engine logs whole requests at Information, and EF Core logs every lost race as an error;
/// both are turned down: the one for what it would tell, the other because a lost race is handled.
/// </summary>
internal static class LoggingFeature
{
    public static void AddLogging(this WebApplicationBuilder builder)
        => builder.Services.AddSerilog(logger => logger
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Update", LogEventLevel.Fatal)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Database.Command", LogEventLevel.Fatal)
            .MinimumLevel.Override("OpenIddict", LogEventLevel.Warning)
            .Enrich.FromLogContext()
            .WriteTo.Console(new CompactJsonFormatter()));
}
