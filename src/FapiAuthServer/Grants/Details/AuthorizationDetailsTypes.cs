using System.Diagnostics.CodeAnalysis;

namespace FapiAuthServer.Grants.Details;

/// <summary>The types of authorization details this server knows, by name.</summary>
internal sealed class AuthorizationDetailsTypes(IEnumerable<IAuthorizationDetailsType> types)
{
    private readonly Dictionary<string, IAuthorizationDetailsType> byName = types.ToDictionary(type => type.Name, StringComparer.Ordinal);

    public IEnumerable<string> Names => byName.Keys;

    public bool TryGet(string name, [NotNullWhen(true)] out IAuthorizationDetailsType? type) => byName.TryGetValue(name, out type);
}
