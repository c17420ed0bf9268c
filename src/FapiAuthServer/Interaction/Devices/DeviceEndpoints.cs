namespace FapiAuthServer.Interaction.Devices;

/// <summary>Where the banking app finds the server: outside the issuers, since a device is the customer's at all of them.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder endpoints)
    {
        var app = endpoints.MapGroup(DeviceApi.Root);
        app.MapPost("/devices", (DeviceApi api, HttpContext context, CancellationToken cancellation) => api.EnrolAsync(context, cancellation));
        app.MapPost("/prompt", (DeviceApi api, HttpContext context, CancellationToken cancellation) => api.FetchAsync(context, cancellation));
        app.MapPost("/answer", (DeviceApi api, HttpContext context, CancellationToken cancellation) => api.TakeAnswerAsync(context, cancellation));
    }
}
