using System.Text.Json;
using OpenIddict.Abstractions;

namespace FapiAuthServer.Transaction;

/// <summary>An authorization request as it is kept: its parameters, without whatever authenticated the client.</summary>
internal static class PushedParameters
{
    /// <summary>What every handle of a kept request begins with (PAR-2.2).</summary>
    public const string RequestUriPrefix = "urn:ietf:params:oauth:request_uri:";

    /// <summary>Our own: the subject of a verified id_token_hint. Whatever a client sends under this name is overwritten.</summary>
    public const string HintedSubject = "fapi_hinted_subject";

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
