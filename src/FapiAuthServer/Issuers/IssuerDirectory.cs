using System.Diagnostics.CodeAnalysis;
using FapiAuthServer.Profiles;
using FapiAuthServer.Startup;
using Microsoft.Extensions.Options;

namespace FapiAuthServer.Issuers;

/// <summary>All issuers of this deployment, found by name or by the first segment of a request's path.</summary>
internal sealed class IssuerDirectory
{
    private readonly Dictionary<string, Issuer> byName;
    private readonly Dictionary<string, Issuer> byPath;

    public IssuerDirectory(IOptions<ServerOptions> options)
    {
        var server = options.Value;
        All = [.. server.Issuers.Select(issuer => new Issuer(
            issuer,
            FapiProfiles.All.First(profile => profile.Name == issuer.Profile),
            server.PublicAddress,
            server.MutualTlsAddress))];
        byName = All.ToDictionary(issuer => issuer.Name, StringComparer.Ordinal);
        byPath = All.ToDictionary(issuer => issuer.Path, StringComparer.Ordinal);
    }

    public IReadOnlyList<Issuer> All { get; }

    public Issuer Get(string name) => byName[name];

    public bool TryGet(string name, [NotNullWhen(true)] out Issuer? issuer) => byName.TryGetValue(name, out issuer);

    /// <summary>The issuer whose path begins this request path; the root issuer when there is one and no other fits.</summary>
    public bool TryMatch(PathString path, [NotNullWhen(true)] out Issuer? issuer)
    {
        var value = path.Value ?? "";
        var end = value.Length > 1 ? value.IndexOf('/', 1) : -1;
        var segment = end < 0 ? value : value[..end];

        return byPath.TryGetValue(segment, out issuer) && segment.Length > 0
            || byPath.TryGetValue("", out issuer);
    }
}
