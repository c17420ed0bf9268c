namespace FapiAuthServer.Issuers;

/// <summary>
/// Finds the issuer that a request is for and moves its path into <c>PathBase</c>, so that everything behind this
/// middleware sees the issuer as the root. Also maps the RFC 8414 form of the metadata URL, where the issuer's path
/// follows the well-known segment, to the issuer's own.
/// </summary>
internal sealed class ResolveIssuer(IssuerDirectory issuers, CurrentIssuer current) : IMiddleware
{
    private static readonly PathString WellKnown = "/.well-known";
    private static readonly string[] MetadataDocuments = ["oauth-authorization-server", "openid-configuration"];

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = InIssuerForm(context.Request.Path);
        if (!issuers.TryMatch(path, out var issuer))
            return next(context);

        path.StartsWithSegments(issuer.Path, out var rest);
        context.Request.PathBase = issuer.Path;
        context.Request.Path = rest;
        context.Features.Set(issuer);
        return current.RunAsync(issuer, () => next(context));
    }

    // RFC8414-3.1: /.well-known/oauth-authorization-server/fapi2 is the metadata of https://host/fapi2.
    private static PathString InIssuerForm(PathString path)
    {
        if (!path.StartsWithSegments(WellKnown, out var rest))
            return path;

        foreach (var document in MetadataDocuments)
            if (rest.StartsWithSegments("/" + document, out var issuerPath) && issuerPath.HasValue && issuerPath != "/")
                return issuerPath.Add(WellKnown).Add("/" + document);

        return path;
    }
}
