using System.Text.Json;
using OpenIddict.Abstractions;

namespace FapiAuthServer.Transaction;

/// <summary>An authorization request as it is kept: its parameters, without whatever authenticated the client.</summary>
internal static class PushedParameters
{
    private static readonly string[] NotKept =
    [
        OpenIddictConstants.Parameters.ClientAssertion,
        OpenIddictConstants.Parameters.ClientAssertionType,
        OpenIddictConstants.Parameters.ClientSecret,
    ];

    public static string Serialize(OpenIddictRequest request)
    {
        var kept = new OpenIddictRequest(request.GetParameters().Where(parameter => !NotKept.Contains(parameter.Key)));
        return JsonSerializer.Serialize(kept);
    }

    public static OpenIddictRequest Deserialize(string parameters)
        => JsonSerializer.Deserialize<OpenIddictRequest>(parameters)
            ?? throw new InvalidOperationException("A stored authorization request could not be read.");
}
