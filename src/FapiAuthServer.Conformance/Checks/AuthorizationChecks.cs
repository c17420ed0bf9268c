using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Every authorization response that reaches the client, good or bad.</summary>
internal static class AuthorizationChecks
{
    private static readonly string[] OfSuccess = ["code", "state", "iss", "session_state"];
    private static readonly string[] OfError = ["error", "error_description", "error_uri", "state", "iss", "session_state"];

    // An error about the request itself may come from a request that could not be read, state included.
    private static readonly string[] ErrorsWithoutState = ["invalid_request_object", "invalid_request_uri"];

    /// <param name="redirectUri">Where the customer has to come back to.</param>
    /// <param name="stateIsOptional">Whether an error may come without the state.</param>
    public static void Check(ModuleContext context, Uri redirectUri, AuthorizationAnswer answer, bool stateIsOptional)
    {
        if (!answer.IsAtClient)
        {
            return;
        }
        var checks = context.Checks;
        var rest = WithoutOwn(checks, redirectUri, answer);
        var isError = answer.Error is not null;

        ResponsePlaceChecks.Check(checks, redirectUri, answer);
        checks.Expect(
            rest.DistinctBy(parameter => parameter.Key).Count() == rest.Count, "RFC6749-3.1", "No parameter comes twice",
            string.Join(", ", rest.Select(parameter => parameter.Key)));
        CheckState(checks, answer, isError && (stateIsOptional || ErrorsWithoutState.Contains(answer.Error)));
        CheckIssuer(context, answer.Parameters["iss"]);
        var unexpected = rest.Select(parameter => parameter.Key).Except(isError ? OfError : OfSuccess).ToList();
        checks.Expect(
            unexpected.Count == 0, isError ? "RFC6749-4.1.2.1" : "RFC6749-4.1.2", "No parameter comes that was not asked for",
            string.Join(", ", unexpected), Severity.Warning);
        if (isError)
        {
            ErrorChecks.CheckTexts(checks, answer.Error, answer.Parameters["error_description"], answer.Parameters["error_uri"], "RFC6749-4.1.2.1");
        }
        if (answer.Code is { } code)
        {
            checks.Expect(!isError, "RFC6749-4.1.2.1", "There is no error beside a code", answer.Error);
            SecretChecks.Check(checks, context.Traits.Demands, code, "code");
        }
    }

    private static List<KeyValuePair<string, string>> WithoutOwn(CheckLog checks, Uri redirectUri, AuthorizationAnswer answer)
    {
        checks.Require(
            answer.View.Address.GetLeftPart(UriPartial.Path) == redirectUri.GetLeftPart(UriPartial.Path), "RFC6749-3.1.2",
            "The customer comes back to the redirect URI of the request", answer.View.Describe());
        var rest = answer.Parameters.ToList();
        var query = answer.Place == ResponsePlace.Query ? rest : FormParameters.Decode(answer.View.Address.Query).ToList();
        var isWhole = FormParameters.Decode(redirectUri.Query).All(query.Remove);
        checks.Require(isWhole, "RFC6749-3.1.2", "The redirect URI's own query is kept as it is");
        return rest;
    }

    private static void CheckIssuer(ModuleContext context, string? issuer)
    {
        var demands = context.Traits.Demands;
        if (issuer is not null || demands.NeedsResponseIssuer)
        {
            context.Checks.Expect(issuer == context.Server.Issuer, demands.ResponseIssuer, "`iss` is the issuer of the metadata", issuer ?? "(absent)");
        }
    }

    // Where the state is optional there may be none, and where none was pushed, one that stood beside the request.
    private static void CheckState(CheckLog checks, AuthorizationAnswer answer, bool isOptional)
    {
        var (sent, received) = (answer.Request.State, answer.Parameters["state"]);
        if (isOptional && (sent is null || received is null))
        {
            checks.Note("RFC6749-4.1.2.1", "`state` may be missing with this error", received);
        }
        else if (sent is null)
        {
            checks.Expect(received is null, "RFC6749-4.1.2", "`state` is absent, as none was sent", received);
        }
        else
        {
            checks.Expect(received == sent, "RFC6749-4.1.2", "`state` is the one that was sent", $"sent {sent}, received {received ?? "none"}");
        }
    }
}
