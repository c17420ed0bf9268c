using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace FapiAuthServer.ResourceServer;

/// <summary>
/// Takes the access token from the Authorization header, and refuses one from anywhere else (FAPI 2.0 Security Profile §5.3.4).
/// </summary>
internal static class PresentedTokenReader
{
    private const int LongestToken = 16 * 1024;
    private const int LongestInspectedForm = 64 * 1024;
    private const string TokenParameter = "access_token";

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");

    public static async ValueTask<Verdict<PresentedToken>> ReadAsync(HttpRequest request)
    {
        if (request.Query.ContainsKey(TokenParameter))
            return Refusals.TokenInQuery;
        if (await RefuseFormAsync(request) is { } refusal)
            return refusal;

        var headers = request.Headers.Authorization;
        if (headers.Count == 0)
            return Refusals.NoCredentials;
        if (headers.Count > 1)
            return Refusals.ManyAuthorizations;

        var value = headers.ToString().AsSpan().Trim(' ');
        var space = value.IndexOf(' ');
        var name = space < 0 ? value : value[..space];
        if (SchemeOf(name) is not { } scheme)
            return Refusals.NoCredentials;
        var token = space < 0 ? default : value[space..].TrimStart(' ');
        if (token.IsEmpty || token.Length > LongestToken || token.ContainsAnyExcept(TokenCharacters))
            return Refusals.MalformedAuthorization with { Challenge = scheme };
        return new PresentedToken(token.ToString(), scheme);
    }

    private static SenderConstraints? SchemeOf(ReadOnlySpan<char> name)
    {
        if (name.Equals("DPoP", StringComparison.OrdinalIgnoreCase))
            return SenderConstraints.DPoP;
        return name.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? SenderConstraints.MutualTls : null;
    }

    // A token in a larger form is ignored instead: it authenticates nothing, and the body is left to the endpoint.
    private static async ValueTask<Refusal?> RefuseFormAsync(HttpRequest request)
    {
        if (!request.HasFormContentType || request.ContentType!.StartsWith("multipart", StringComparison.OrdinalIgnoreCase)
            || request.ContentLength is null or > LongestInspectedForm)
            return null;
        try
        {
            request.EnableBuffering();
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            request.Body.Position = 0;
            return form.ContainsKey(TokenParameter) ? Refusals.TokenInForm : null;
        }
        catch (InvalidDataException)
        {
            return Refusals.MalformedForm;
        }
    }
}
