using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>The steps of a flow that must succeed; where one does not, the module ends there.</summary>
public static class ExpectedSuccesses
{
    extension(ClientFlow flow)
    {
        public async Task<PushAnswer> PushAsync(AuthorizationRequest request, Action<Call>? alter = null)
        {
            var push = await flow.TryPushAsync(request, alter);
            flow.Context.Checks.Require(
                push.IsAccepted, "RFC9126-2.2", "The pushed request is accepted with 201 and a request_uri", push.Response.Describe());
            return push;
        }

        public async Task<AuthorizationAnswer> AuthorizeAsync(PushAnswer push, Action<FormParameters>? alter = null) =>
            flow.Accept(await flow.TryAuthorizeAsync(push, alter: alter));

        /// <summary>Brings a request to the customer as the variant does, who approves it.</summary>
        public async Task<AuthorizationAnswer> AuthorizeAsync(
            Action<FormParameters>? alterRequest = null, Action<Call>? alterPush = null, Action<JwtDraft>? alterObject = null) =>
            flow.Accept(await flow.TrySubmitAsync(flow.NewRequest(alterRequest, alterObject), alterPush: alterPush));

        /// <summary>Brings a request to the customer as the variant does: pushed before, which must succeed, or carried by the browser.</summary>
        public async Task<AuthorizationAnswer> TrySubmitAsync(
            AuthorizationRequest request, Decision decision = Decision.Approve, Action<Call>? alterPush = null, Action<FormParameters>? alterQuery = null,
            RequestRefusal? refusal = null) => flow.Context.Traits.PushesRequests
                ? await flow.TryAuthorizeAsync(await flow.PushAsync(request, alterPush), decision, alterQuery, refusal)
                : await flow.TryAuthorizeUnpushedAsync(request, decision, alterQuery, refusal);

        public async Task<TokenAnswer> RedeemAsync(AuthorizationAnswer authorization, Action<Call>? alter = null) =>
            await flow.AcceptAsync(await flow.TryRedeemAsync(authorization, alter));

        public async Task<TokenAnswer> RefreshAsync(TokenAnswer tokens, Action<Call>? alter = null) =>
            await flow.AcceptAsync(await flow.TryRefreshAsync(tokens, alter), isRefresh: true);

        /// <summary>
        /// Goes the way to tokens, with the customer or for the client itself as the variant has it, up to the token request: what is
        /// returned sends that.
        /// </summary>
        public async Task<Func<Action<Call>?, Task<TokenAnswer>>> PrepareTokenRequestAsync(
            Action<FormParameters>? alterRequest = null, Action<Call>? alterPush = null, Action<JwtDraft>? alterObject = null)
        {
            if (!flow.Context.Traits.HasCustomer)
            {
                return alter => flow.TryClientCredentialsAsync(alter);
            }
            var authorization = await flow.AuthorizeAsync(alterRequest, alterPush, alterObject);
            return alter => flow.TryRedeemAsync(authorization, alter);
        }

        /// <summary>The ordinary way to tokens: with the customer, or for the client itself where the variant knows no customer.</summary>
        public async Task<TokenAnswer> ObtainTokensAsync(
            Action<FormParameters>? alterRequest = null, Action<Call>? alterPush = null, Action<Call>? alterTokenRequest = null,
            Action<JwtDraft>? alterObject = null)
        {
            var request = await flow.PrepareTokenRequestAsync(alterRequest, alterPush, alterObject);
            return await flow.AcceptAsync(await request(alterTokenRequest));
        }

        public async Task<WireResponse> CallResourceAsync(TokenAnswer tokens, Action<Call>? alter = null)
        {
            var answer = await flow.TryResourceAsync(tokens, alter);
            ResourceChecks.CheckSuccess(flow.Context, answer.Response);
            return answer.Response;
        }

        /// <summary>The way from a code to the resource.</summary>
        public async Task<TokenAnswer> CompleteAsync(AuthorizationAnswer authorization)
        {
            var tokens = await flow.RedeemAsync(flow.Accept(authorization));
            await flow.CallResourceAsync(tokens);
            return tokens;
        }

        /// <summary>The whole way, from the request to the resource.</summary>
        public async Task<TokenAnswer> CompleteAsync(
            Action<FormParameters>? alterRequest = null, Action<Call>? alterPush = null, Action<JwtDraft>? alterObject = null)
        {
            var tokens = await flow.ObtainTokensAsync(alterRequest, alterPush, alterObject: alterObject);
            await flow.CallResourceAsync(tokens);
            return tokens;
        }

        /// <summary>The answer has to bring a code.</summary>
        public AuthorizationAnswer Accept(AuthorizationAnswer answer)
        {
            flow.Context.Checks.Require(answer.Code is not null, "RFC6749-4.1.2", "The customer's approval brings a code to the client", answer.Describe());
            return answer;
        }

        private async Task<TokenAnswer> AcceptAsync(TokenAnswer tokens, bool isRefresh = false)
        {
            flow.Context.Checks.Require(
                tokens.IsSuccess, "RFC6749-5.1", "The token request is accepted with 200 and an access token", tokens.Response.Describe());
            await TokenChecks.CheckAsync(flow.Context, flow.Client, tokens, isRefresh);
            return tokens;
        }
    }
}
