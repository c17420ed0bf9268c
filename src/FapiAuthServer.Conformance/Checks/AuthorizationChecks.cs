using FapiAuthServer.Conformance.Configuration;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Plans;
using FapiAuthServer.Conformance.Running;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>Every authorization response that reaches the client, good or bad.</summary>
internal static class AuthorizationChecks
{
    private static readonly string[] OfSuccess = ["code", "state", "iss", "session_state"];
    private static readonly string[] OfHybridSuccess = [.. OfSuccess, "id_token"];
    private static readonly string[] OfError = ["error", "error_description", "error_uri", "state", "iss", "session_state"];

    // An error about the request itself may come from a request that could not be read, state included.
    private static readonly string[] ErrorsWithoutState = ["invalid_request_object", "invalid_request_uri"];

    /// <param name="client">Whom the response is for.</param>
    /// <param name="redirectUri">Where the customer has to come back to.</param>
    /// <param name="refusal">The refusal that may come, for what an error may lack; null where none is wanted.</param>
    public static async Task CheckAsync(
        ModuleContext context, ClientConfiguration client, Uri redirectUri, AuthorizationAnswer answer, RequestRefusal? refusal)
    {
        if (!answer.IsAtClient)
        {
            return;
        }
        var checks = context.Checks;
        var isError = answer.Error is not null;
        var rest = CheckPlace(checks, answer, WithoutOwn(checks, redirectUri, answer), isError && refusal is { PlainErrorIsFine: true });
        if (answer.SignedResponse is { } response)
        {
            await SignedResponseChecks.CheckAsync(context, client, response);
        }
        checks.Expect(
            rest.DistinctBy(parameter => parameter.Key).Count() == rest.Count, "RFC6749-3.1", "No parameter comes twice",
            string.Join(", ", rest.Select(parameter => parameter.Key)));
        CheckState(checks, answer, isError && (refusal is { StateIsOptional: true } || ErrorsWithoutState.Contains(answer.Error)));
        CheckIssuer(context, answer);
        var unexpected = rest.Select(parameter => parameter.Key).Except(isError ? OfError : context.Traits.IsHybrid ? OfHybridSuccess : OfSuccess).ToList();
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
            SecretChecks.Check(context, code, "code");
            await CheckIdTokenAsync(context, client, answer);
        }
    }

    private static List<KeyValuePair<string, string>> WithoutOwn(CheckLog checks, Uri redirectUri, AuthorizationAnswer answer)
    {
        checks.Require(
            answer.View.Address.GetLeftPart(UriPartial.Path) == redirectUri.GetLeftPart(UriPartial.Path), "RFC6749-3.1.2",
            "The customer comes back to the redirect URI of the request", answer.View.Describe());
        var rest = answer.Query.ToList();
        var isWhole = FormParameters.Decode(redirectUri.Query).All(rest.Remove);
        checks.Require(isWhole, "RFC6749-3.1.2", "The redirect URI's own query is kept as it is");
        return rest;
    }

    // The parameters of the response, after looking whether they came where they should, and nothing elsewhere.
    private static List<KeyValuePair<string, string>> CheckPlace(
        CheckLog checks, AuthorizationAnswer answer, List<KeyValuePair<string, string>> query, bool plainIsFine)
    {
        var names = string.Join(", ", query.Select(parameter => parameter.Key));
        var isPlain = plainIsFine && query.Exists(parameter => parameter.Key == "error");
        if (plainIsFine && answer.Form != ResponseForm.Fragment && answer.Fragment.Has("error"))
        {
            // The place of a response that an implicit or a hybrid request would have got.
            checks.Note("RFC6749-4.2.2.1", "This error may come in the fragment");
            return [.. answer.Fragment];
        }
        if (answer.Form != ResponseForm.Query && isPlain)
        {
            checks.Note("RFC6749-4.1.2.1", "This error may come as plain parameters of the query", names);
        }
        else if (answer.Form == ResponseForm.Fragment)
        {
            checks.Expect(query.Count == 0, "OIDCC-3.3.2.5", "Everything comes in the fragment, and nothing in the query", names);
            return [.. answer.Fragment];
        }
        else if (answer.Form == ResponseForm.FormPost)
        {
            checks.Expect(query.Count == 0, FormPostChecks.Requirement, "Everything comes in the form, and nothing in the query", names);
            FormPostChecks.Check(checks, answer.View);
            return [.. answer.Parameters];
        }
        else if (answer.Form == ResponseForm.SignedQuery)
        {
            checks.Expect(answer.SignedResponse is not null, "JARM-2.3.1", "The response is a signed JWT in the parameter `response`", names);
            checks.Expect(query is [{ Key: "response" }], "JARM-2.3.1", "Nothing else comes beside the signed response", names);
        }
        checks.Expect(answer.Fragment.Count == 0, "RFC6749-4.1.2", "Nothing comes in the fragment");
        checks.Expect(answer.View.PostedForm is null, "RFC9700-4.12", "The browser is redirected to the client, and posts nothing there");
        return answer.Form == ResponseForm.SignedQuery && !isPlain ? [.. answer.Parameters] : query;
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

    // A signed response names its issuer in the JWT.
    private static void CheckIssuer(ModuleContext context, AuthorizationAnswer answer)
    {
        var issuer = answer.Parameters["iss"];
        var demand = answer.Form == ResponseForm.Query ? context.Traits.Demands.IssuerInResponse : null;
        if (demand is not null || issuer is not null)
        {
            context.Checks.Expect(
                issuer == context.Server.Issuer, demand ?? "RFC9207-2.4", "`iss` is the issuer of the metadata", issuer ?? "(absent)");
        }
    }

    private static async Task CheckIdTokenAsync(ModuleContext context, ClientConfiguration client, AuthorizationAnswer answer)
    {
        if (!context.Traits.IsHybrid)
        {
            return;
        }
        context.Checks.Require(answer.IdToken is not null, "OIDCC-3.3.2.5", "An id_token, as a signed JWT, comes with the code");
        await IdTokenChecks.CheckAsync(context, client, answer.IdToken!, new IdTokenOrigin(answer.Request) { Code = answer.Code, IsFromBrowser = true });
    }
}
