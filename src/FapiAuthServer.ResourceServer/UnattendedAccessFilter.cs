using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.ResourceServer;

/// <summary>Counts a request that comes without the customer, and answers one too many.</summary>
internal sealed class UnattendedAccessFilter(
    Func<HttpContext, string?> account, IUnattendedAccessStore store, IOptions<UnattendedAccessOptions> options, TimeProvider time,
    ILogger<UnattendedAccessFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => await RefuseAsync(context.HttpContext) is { } refusal ? refusal : await next(context);

    private async ValueTask<IResult?> RefuseAsync(HttpContext context)
    {
        if (context.GetFapiToken() is not { } token || IsCustomerThere(context.Request) || account(context) is not { } looked)
            return null;

        var use = await UseAsync(KeyOf(token, looked), context.RequestAborted);
        if (use.IsAllowed)
            return null;

        context.Features.Set(use.RetryAt is { } at ? Refusals.TooOftenUnattended(at - time.GetUtcNow()) : Refusals.AccessStoreUnavailable);
        return Results.Forbid();
    }

    private async ValueTask<UnattendedUse> UseAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await store.UseAsync(key, options.Value, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.AccessStoreFailed(logger, exception);
            return new UnattendedUse(IsAllowed: false);
        }
    }

    // Said once, and by what can be an address: an empty header is sent by whoever forwards headers without looking.
    private bool IsCustomerThere(HttpRequest request)
        => options.Value.PresenceHeaders.Any(name => request.Headers[name] is [{ Length: > 0 } address] && IPAddress.TryParse(address, out _));

    private static string KeyOf(VerifiedAccessToken token, string account)
    {
        // Each with its length before it, so that no two of them can be read as another pair.
        string[] parts = [token.Issuer, token.ClientId, token.Subject, account];
        var joined = string.Concat(parts.Select(part => FormattableString.Invariant($"{part.Length}:{part}")));
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(joined)));
    }
}
