using FapiAuthServer.ResourceServer;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using SampleBank.Api;
using SampleBank.Api.Accounts;
using SampleBank.Api.Payments;
using SandboxKit;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true);
builder.Logging.AddFilter("Microsoft", LogLevel.Warning); // the framework's own lines hold account identifiers

Kit kit;
try
{
    kit = await Kit.WaitAsync(KitLocation.From(builder.Configuration), ResourceServerSetup.ClientId, TimeProvider.System);
}
catch (KitNotReadyException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenOn(kit.Server.BankAddress, kit, ClientCertificateMode.AllowCertificate));
builder.Services.AddSingleton(kit);
builder.Services.AddTokenVerification(kit, builder.Configuration);
builder.Services.AddAccounts();
builder.Services.AddPayments();

var app = builder.Build();
app.UseFapiInteractionId();
app.Use(async (context, next) =>
{
    context.Response.Headers.CacheControl = "no-store";
    context.Response.Headers.XContentTypeOptions = "nosniff";
    await next(context);
    if (context.GetEndpoint()?.Metadata.GetMetadata<EndpointNameMetadata>() is { } operation)
        Log.Answered(app.Logger, operation.EndpointName, context.Response.StatusCode, context.GetFapiInteractionId());
});
app.UseAuthentication();
app.UseAuthorization();
app.MapAccounts();
app.MapPayments();
app.MapGet("/health/ready", () => TypedResults.Ok());
app.Lifetime.ApplicationStarted.Register(() => Log.Ready(app.Logger, kit.Server.BankAddress, kit.Directory));
await app.RunAsync();
return 0;
