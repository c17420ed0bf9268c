using System.Text.Json.Nodes;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnect;

/// <summary>What is asked at the userinfo endpoint.</summary>
internal static class UserinfoSteps
{
    extension(ClientFlow flow)
    {
        /// <summary>Asks about the customer; an answer is checked whatever the module is about.</summary>
        public async Task<JsonObject> CallUserinfoAsync(TokenAnswer tokens, Action<Call>? alter = null)
        {
            var answer = (await flow.TryUserinfoAsync(tokens, alter)).Response;
            flow.Context.Checks.Require(answer.Status == 200, "OIDCC-5.3.2", "The userinfo endpoint answers 200", answer.Describe());
            return flow.CheckUserinfo(tokens, answer);
        }

        public JsonObject CheckUserinfo(TokenAnswer tokens, WireResponse answer)
        {
            var checks = flow.Context.Checks;
            checks.Require(
                answer is { MediaType: "application/json", Json: not null }, "OIDCC-5.3.2", "Userinfo is a JSON object of content type application/json", answer.Describe());
            checks.Expect(
                answer.Text("sub") == tokens.IdToken?["sub"], "OIDCC-5.3.2", "`sub` is the one of the id_token", JsonText.Show(answer.Json!["sub"]));
            StandardClaims.CheckTypes(checks, answer.Json!, flow.Context.Now);
            return answer.Json!;
        }
    }
}
