using System.Collections.Immutable;
using System.Text.Json;
using FapiAuthServer.Clients;
using FapiAuthServer.Jose;
using FapiAuthServer.Profiles;
using FapiAuthServer.Rejections;
using FapiAuthServer.Transaction;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FapiAuthServer.Protocol.RequestObjects;

/// <summary>
/// Verifies a signed request object and puts what it says in the place of what stands around it: from here on only what
/// the client has signed counts (JAR-6.3). The engine knows no request objects.
/// </summary>
internal sealed class VerifyRequestObject<TContext>(ClientKeys keys, TimeProvider time) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    public async ValueTask HandleAsync(TContext context)
    {
        if (context.Transaction.Request!.Request is not { } requestObject)
            return;

        // JAR-5: one or the other.
        if (context.Transaction.Request.RequestUri is not null)
        {
            context.Reject(Reasons.RequestInTwoForms, "JAR-5");
            return;
        }

        var fapi = context.Fapi;
        var policy = PolicyFor(fapi);
        var signed = await VerifySignatureAsync(fapi.Client!.Client, requestObject, policy, context.CancellationToken);
        if (!signed.IsValid)
        {
            Refuse(context, signed.Error.Value, signed.Description);
            return;
        }

        // What stood in the open does not count any more, not even for where a refusal goes.
        var isReadable = TryRead(signed.Value, out var request, out var fault);
        context.Transaction.Request = request;
        fapi.ReturnUri = request.RedirectUri is { Length: > 0 } uri && fapi.Client.Client.RedirectUris.Contains(uri) ? uri : null;

        if (signed.Value.Verify(policy, time.GetUtcNow()) is { IsValid: false } verified)
            Refuse(context, verified.Error.Value, verified.Description);
        else if (!isReadable)
            context.Reject(Reasons.RequestObjectInvalid, "JAR-4", fault);
        else if (request.RedirectUri is { Length: > 0 } redirectUri)
            SetRedirectUri(context, redirectUri);
    }

    private static void Refuse(TContext context, JoseError error, string detail)
        => context.Reject(Reasons.RequestObjectInvalid, ClauseOf(error, context.Fapi.Profile), detail);

    // The engine took it from the outer request.
    private static void SetRedirectUri(TContext context, string redirectUri)
    {
        if (context is ValidatePushedAuthorizationRequestContext pushed)
            pushed.SetRedirectUri(redirectUri);
        else if (context is ValidateAuthorizationRequestContext direct)
            direct.SetRedirectUri(redirectUri);
    }

    private async ValueTask<JoseResult<SignedRequestObject>> VerifySignatureAsync(
        RegisteredClient client, string requestObject, RequestObjectPolicy policy, CancellationToken cancellation)
    {
        var parsed = CompactJws.Parse(requestObject);
        return parsed.IsValid
            ? await keys.VerifyAsync(client, known => RequestObject.VerifySignature(parsed.Value, known, policy), cancellation)
            : JoseResult<SignedRequestObject>.Fail(parsed.Error.Value, parsed.Description);
    }

    private static RequestObjectPolicy PolicyFor(FapiTransaction fapi) => new()
    {
        ClientId = fapi.Client!.ClientId,
        Issuer = fapi.Issuer.Identifier,
        Algorithms = fapi.Client.Client.Metadata.RequestObjectSigningAlg is { } algorithm ? [algorithm] : fapi.Profile.SigningAlgorithms.Value,
        MaximumLifetime = fapi.Profile.RequestObjectLifetime.Value,
        MaximumAge = fapi.Profile.RequestObjectAge.Value,
        ClockSkew = fapi.Profile.FutureClockSkew.Value,
    };

    // Claims become the parameters they stand for: a string as it is, an array of strings as a repeated parameter, any
    // other JSON as its own text, as a form would carry it.
    private static bool TryRead(SignedRequestObject signed, out OpenIddictRequest request, out string? fault)
    {
        request = new OpenIddictRequest();
        fault = null;
        if (signed.Parameters.Count > ParameterLimits.MaximumCount)
            fault = "too many claims";

        foreach (var (name, value) in signed.Parameters)
        {
            // JAR-4: a request object holds no other, by value or by reference; and nothing in it authenticates the client.
            if (name is "request" or "request_uri" or "client_assertion" or "client_assertion_type" or "client_secret")
                fault ??= $"{name} stands inside the request object";

            string[] values = value.ValueKind switch
            {
                JsonValueKind.String => [value.GetString()!],
                JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. value.EnumerateArray().Select(item => item.GetString()!)],
                _ => [value.GetRawText()],
            };

            if (name.Length > ParameterLimits.MaximumNameLength || values.Any(item => ParameterLimits.Fault(name, item) is not null))
                fault ??= "a claim is too long, or holds control characters";
            else
                request.SetParameter(name, values.Length == 1 ? new OpenIddictParameter(values[0]) : new OpenIddictParameter(ImmutableArray.Create<string?>(values)));
        }

        return fault is null;
    }

    private static string ClauseOf(JoseError error, FapiProfile profile) => error switch
    {
        JoseError.AlgorithmNotAccepted => profile.SigningAlgorithms.Clause,
        JoseError.LifetimeTooLong or JoseError.ExpirationMissing => profile.RequestObjectLifetime.Clause,
        JoseError.TooOld or JoseError.NotBeforeMissing => profile.RequestObjectAge.Clause,
        JoseError.NotYetValid or JoseError.IssuedAtOutOfRange => profile.FutureClockSkew.Clause,
        JoseError.AudienceMismatch => profile.RequestObjectAudience.Clause,
        JoseError.Expired => "RFC7519-4.1.4",
        JoseError.SubjectMismatch or JoseError.IssuerMismatch => "JAR-5",
        JoseError.SignatureInvalid or JoseError.KeyNotFound or JoseError.KeyAmbiguous or JoseError.KeyUnsuitable => "JAR-6.2",
        _ => "JAR-4",
    };
}
