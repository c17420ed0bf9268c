using FapiAuthServer.TestKit.Databases;
using Xunit.Sdk;

namespace FapiAuthServer.Tests.Conformance.Fapi1.Staging;

/// <summary>How a row of FAPI 1.0 is run: the suite's variants `client_auth_type`, `fapi_auth_request_method`, `fapi_response_mode`, and a database.</summary>
public sealed record Fapi1Variant : IXunitSerializable
{
    public const string ByValue = "by_value";
    public const string Pushed = "pushed";
    public const string Plain = "plain_response";
    public const string Jarm = "jarm";

    public string ClientType { get; private set; } = "";

    public string Request { get; private set; } = "";

    public string Response { get; private set; } = "";

    public DatabaseKind Database { get; private set; }

    public bool IsPushed => Request == Pushed;

    public bool IsJarm => Response == Jarm;

    public bool AuthenticatesByAssertion => ClientType.StartsWith("pkjwt", StringComparison.Ordinal);

    public static Fapi1Variant Of(string clientType, string request, string response, DatabaseKind database) =>
        new() { ClientType = clientType, Request = request, Response = response, Database = database };

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(ClientType), ClientType);
        info.AddValue(nameof(Request), Request);
        info.AddValue(nameof(Response), Response);
        info.AddValue(nameof(Database), Database);
    }

    public void Deserialize(IXunitSerializationInfo info)
    {
        ClientType = info.GetValue<string>(nameof(ClientType))!;
        Request = info.GetValue<string>(nameof(Request))!;
        Response = info.GetValue<string>(nameof(Response))!;
        Database = info.GetValue<DatabaseKind>(nameof(Database));
    }

    public override string ToString() => $"{ClientType}, {Request}, {Response}, {Database}";
}
