using FapiAuthServer.TestKit.Databases;
using Xunit.Sdk;

namespace FapiAuthServer.Tests.Conformance.Staging;

/// <summary>How a row is run this time: which kind of client, with or without OpenID Connect, on which database.</summary>
public sealed record Variant : IXunitSerializable
{
    public string ClientType { get; private set; } = "";

    public bool OpenId { get; private set; }

    public DatabaseKind Database { get; private set; }

    public bool AuthenticatesByAssertion => ClientType.StartsWith("pkjwt", StringComparison.Ordinal);

    public bool BindsByDPoP => ClientType.EndsWith("dpop", StringComparison.Ordinal);

    public static Variant Of(string clientType, bool openId, DatabaseKind database) =>
        new() { ClientType = clientType, OpenId = openId, Database = database };

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(ClientType), ClientType);
        info.AddValue(nameof(OpenId), OpenId);
        info.AddValue(nameof(Database), Database);
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        ClientType = info.GetValue<string>(nameof(ClientType))!;
        OpenId = info.GetValue<bool>(nameof(OpenId));
        Database = info.GetValue<DatabaseKind>(nameof(Database));
    }

    public override string ToString() => $"{ClientType}{(OpenId ? ", openid" : "")}, {Database}";
}
