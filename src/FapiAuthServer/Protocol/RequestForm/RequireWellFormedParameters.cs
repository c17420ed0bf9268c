using System.Buffers;
using System.Text;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.RequestForm;

/// <summary>
/// Reads the parameters before the engine does, and refuses what it would let pass or drop in silence: a repeated
/// parameter, broken UTF-8, control characters, too many or too long values.
/// </summary>
internal sealed class RequireWellFormedParameters<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    private const int MaximumCount = 64;
    private const int MaximumNameLength = 128;
    private const int MaximumLength = 8 * 1024;
    private const int MaximumJwtLength = 16 * 1024;

    // Control characters; and the form reader puts U+FFFD where the bytes were not UTF-8.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code), '\uFFFD']);

    /// <summary>RFC8707-2: the one parameter that may be sent several times.</summary>
    private const string Repeatable = "resource";

    public async ValueTask HandleAsync(TContext context)
    {
        var request = context.Http.Request;
        IEnumerable<KeyValuePair<string, StringValues>> parameters = request.Query;

        if (HttpMethods.IsPost(request.Method))
        {
            // One media type, exactly: the engine would take any that begins like it, and a multipart body is never worth parsing.
            if (!IsForm(request.ContentType) || !await IsUtf8Async(request, context.CancellationToken))
            {
                context.Reject(Reasons.RequestMalformed, "RFC6749-3.2");
                return;
            }

            try
            {
                parameters = await request.ReadFormAsync(context.CancellationToken);
            }
            catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException or IOException)
            {
                context.Reject(Reasons.RequestMalformed, "RFC6749-3.2");
                return;
            }
        }

        else if (!PercentEncoding.IsUtf8(Encoding.UTF8.GetBytes(request.QueryString.Value ?? "")))
        {
            context.Reject(Reasons.ParameterMalformed, "RFC6749-3.2");
            return;
        }

        var count = 0;
        foreach (var (name, values) in parameters)
        {
            if (++count > MaximumCount || name.Length > MaximumNameLength)
            {
                context.Reject(Reasons.RequestTooLarge, "RFC6749-3.2");
                return;
            }

            if (values.Count > 1 && name != Repeatable)
            {
                context.Reject(Reasons.ParameterRepeated, "RFC6749-3.2", name.All(char.IsAsciiLetterOrDigit) ? name : null);
                return;
            }

            foreach (var value in values)
            {
                if (value?.Length > (name == "client_assertion" ? MaximumJwtLength : MaximumLength))
                {
                    context.Reject(Reasons.RequestTooLarge, "RFC6749-3.2");
                    return;
                }

                if (value.AsSpan().ContainsAny(Forbidden))
                {
                    context.Reject(Reasons.ParameterMalformed, "RFC6749-3.2");
                    return;
                }
            }
        }
    }

    private static bool IsForm(string? contentType)
        => MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    // The body is capped when it arrives; it is read once, looked at as bytes, and handed on.
    private static async Task<bool> IsUtf8Async(HttpRequest request, CancellationToken cancellation)
    {
        var body = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 256, 64 * 1024));
        try
        {
            await request.Body.CopyToAsync(body, cancellation);
        }
        catch (Exception exception) when (exception is BadHttpRequestException { StatusCode: not StatusCodes.Status413PayloadTooLarge } or IOException and not BadHttpRequestException)
        {
            return false;
        }

        body.Position = 0;
        request.Body = body;
        return PercentEncoding.IsUtf8(body.GetBuffer().AsSpan(0, (int)body.Length));
    }
}
