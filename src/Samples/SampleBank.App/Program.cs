using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.StaticFiles;
using SampleBank.App;
using SandboxKit;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true);
builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning); // a line for each time the server is asked

Kit kit;
try
{
    kit = await Kit.WaitAsync(KitLocation.From(builder.Configuration), TimeProvider.System);
}
catch (KitNotReadyException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenOn(kit.Server.AppAddress, kit, ClientCertificateMode.NoCertificate));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(kit);
builder.Services.AddSingleton<BankServer>();
builder.Services.AddSingleton<PromptStream>();

var app = builder.Build();
app.UseSecurityHeaders();
app.UseDefaultFiles();
app.UseStaticFiles(new StaticFileOptions
{
    ContentTypeProvider = new FileExtensionContentTypeProvider { Mappings = { [".webmanifest"] = "application/manifest+json" } },
});
app.MapPost("/api/devices", (BankServer bank, HttpContext context) => bank.PassOnAsync(context, "/app/devices"));
app.MapPost("/api/answer", (BankServer bank, HttpContext context) => bank.PassOnAsync(context, "/app/answer"));
app.MapPost("/api/prompts", (PromptStream prompts, HttpContext context) => prompts.SendAsync(context));
app.MapGet("/health/ready", () => TypedResults.Ok());
app.Lifetime.ApplicationStarted.Register(() => Log.Ready(app.Logger, kit.Server.AppAddress, kit.Directory));
await app.RunAsync();
return 0;
