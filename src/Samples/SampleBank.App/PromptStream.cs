using System.Text;

namespace SampleBank.App;

/// <summary>
/// Tells the page, by server-sent events, what waits for it. The page gives a fetch request that it has signed for the next few
/// minutes, and the server is asked with it once a second: so the phone keeps one connection open instead of asking all the
/// time, and nobody but the page can ask for anything else. A bank's own app would be woken by a push message.
/// </summary>
internal sealed class PromptStream(BankServer bank, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const int LongestRequest = 8 * 1024;

    /// <summary>Shorter than what is signed is good for, so that the page comes back before it is not.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task SendAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var request = await ReadAsync(context, ended.Token);
        if (request.Length > LongestRequest)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await WatchAsync(context.Response, request, ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or this program stops.
        }
    }

    private async Task WatchAsync(HttpResponse response, byte[] request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        string? last = null;
        while (time.GetElapsedTime(started) < Length)
        {
            var message = await NextAsync(request, cancellationToken);
            if (message is null)
                return; // the page tries again with a new request

            if (message != last)
                await SendAsync(response, message, cancellationToken);
            last = message;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<string?> NextAsync(byte[] request, CancellationToken cancellationToken)
        => await bank.TryPostAsync("/app/prompt", request, cancellationToken) switch
        {
            (StatusCodes.Status200OK, var body) => $"event: prompt\ndata: {Encoding.UTF8.GetString(body)}\n\n", // JSON on one line
            (StatusCodes.Status204NoContent, _) => "event: nothing\ndata: {}\n\n",
            _ => null,
        };

    private static async Task SendAsync(HttpResponse response, string message, CancellationToken cancellationToken)
    {
        await response.WriteAsync(message, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private static async Task<byte[]> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }
}
