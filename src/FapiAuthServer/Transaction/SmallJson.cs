using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace FapiAuthServer.Transaction;

/// <summary>The body of a request that is a small JSON document, read strictly.</summary>
internal static class SmallJson
{
    private const int LargestBody = 16 * 1024;
    private const string MediaType = "application/json";

    /// <summary>The document, or null when it is anything else, or larger than any message of those who send one.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public static async Task<JsonDocument?> TryReadAsync(HttpContext context, int deepest, CancellationToken cancellation)
    {
        if (context.Request.ContentLength > LargestBody)
            return null;

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestBody; // for a body that does not say how long it is

        if (context.Request.ContentType?.Split(';')[0].Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase) is not true)
            return null;

        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = deepest }, cancellation);
        }
        catch (Exception unfit) when (unfit is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }
}
