using Microsoft.AspNetCore.Server.Kestrel.Https;
using SampleFintech.Web;
using SampleFintech.Web.Connecting;
using SampleFintech.Web.Sessions;
using SandboxKit;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true);
// Addresses with codes in them would be in the framework's own lines.
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

Kit kit;
try
{
    kit = await Kit.WaitAsync(KitLocation.From(builder.Configuration), "sample-fintech", TimeProvider.System);
}
catch (KitNotReadyException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenOn(kit.Server.FintechAddress, kit, ClientCertificateMode.NoCertificate));
builder.Services.AddFintech(kit);

var app = builder.Build();
app.UseSecurityHeaders(kit.Server);
app.UseExceptionHandler("/error");
app.UseStatusCodePagesWithReExecute("/error");
app.UseStaticFiles();
app.UseMiddleware<TakeTurns>();
app.UseRouting();
app.MapRazorPages();
app.MapReturnFromBank();
app.MapGet("/health/ready", () => TypedResults.Ok());
app.Lifetime.ApplicationStarted.Register(() => Log.Ready(app.Logger, kit.Server.FintechAddress, kit.Directory));
await app.RunAsync();
return 0;
