using System.Net.Http.Headers;
using SandboxKit;

namespace SampleBank.App;

/// <summary>
/// The way to the authorization server, trusting the sandbox's authority alone. It passes on what the page has signed, and can
/// sign nothing itself: the keys never leave the browser.
/// </summary>
internal sealed class BankServer(Kit kit, ILogger<BankServer> logger) : IDisposable
{
    private const int LongestAnswer = 64 * 1024;
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient client = new(SandboxTrust.Handler(kit.Authority))
    {
        BaseAddress = new Uri(kit.Server.PublicAddress),
        Timeout = TimeSpan.FromSeconds(15),
        MaxResponseContentBufferSize = LongestAnswer,
    };

    /// <summary>Hands a request of the page to the server, and the answer back, as they are.</summary>
    public async Task PassOnAsync(HttpContext context, string path)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (await TryPostAsync(path, body.ToArray(), context.RequestAborted) is not var (status, answer))
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        context.Response.StatusCode = status;
        if (answer.Length == 0)
            return;

        context.Response.ContentType = Json.MediaType;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    /// <summary>What the server answers, or null when it cannot be reached.</summary>
    public async Task<(int Status, byte[] Body)?> TryPostAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        try
        {
            using var response = await client.PostAsync(path, content, cancellationToken);
            return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            Log.ServerNotReached(logger, exception.HttpRequestError);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ServerNotReached(logger, HttpRequestError.Unknown); // it took too long
            return null;
        }
    }

    public void Dispose() => client.Dispose();
}
