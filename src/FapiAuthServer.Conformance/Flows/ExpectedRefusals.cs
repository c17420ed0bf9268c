using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Jose;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Flows;

/// <summary>The steps of a flow that must be refused, and how.</summary>
public static class ExpectedRefusals
{
    extension(ClientFlow flow)
    {
        /// <summary>
        /// Pushes a bad request, where the variant pushes. If it is refused there, that must be as the refusal says; if not, the customer
        /// takes it to the authorization endpoint, which must refuse it then.
        /// </summary>
        public Task ExpectRequestRefusedAsync(
            RequestRefusal refusal, Action<FormParameters>? alterRequest = null, Action<Call>? alterCall = null,
            Action<FormParameters>? alterQuery = null, Action<JwtDraft>? alterObject = null) =>
            flow.ExpectRequestRefusedAsync(refusal, flow.NewRequest(alterRequest, alterObject), alterCall, alterQuery);

        public async Task ExpectRequestRefusedAsync(
            RequestRefusal refusal, AuthorizationRequest request, Action<Call>? alterCall = null, Action<FormParameters>? alterQuery = null)
        {
            if (!flow.Context.Traits.PushesRequests)
            {
                flow.ExpectAuthorizationRefused(await flow.TryAuthorizeUnpushedAsync(request, alter: alterQuery, refusal: refusal), refusal);
                return;
            }
            var push = await flow.TryPushAsync(request, alterCall);
            if (!push.IsAccepted)
            {
                flow.ExpectPushRefused(push, refusal);
                return;
            }
            var checks = flow.Context.Checks;
            if (refusal.AtAuthorization.Count == 0 && !refusal.OrPage)
            {
                checks.Expect(false, refusal.Requirement, $"A request {refusal.Why} is refused by the PAR endpoint", push.Response.Describe());
                return;
            }
            checks.Note(refusal.Requirement, "The PAR endpoint accepts the request, so the authorization endpoint has to refuse it");
            flow.ExpectAuthorizationRefused(await flow.TryAuthorizeAsync(push, alter: alterQuery, refusal: refusal), refusal);
        }

        /// <summary>
        /// Pushes a request that a server may grant or refuse, as it likes, but if it refuses, as the refusal says. Where that names
        /// no error of the PAR endpoint, the request itself is a good one and the query beside it is what may be refused.
        /// </summary>
        /// <param name="whenRefused">What a refusal is worth.</param>
        /// <returns>The authorization, or null when it was refused.</returns>
        public async Task<AuthorizationAnswer?> AuthorizeUnlessRefusedAsync(
            RequestRefusal refusal, Action<FormParameters>? alterRequest = null, Action<FormParameters>? alterQuery = null,
            Severity whenRefused = Severity.Success, Action<JwtDraft>? alterObject = null)
        {
            var request = flow.NewRequest(alterRequest, alterObject);
            var push = !flow.Context.Traits.PushesRequests ? null
                : refusal.AtPush.Count == 0 ? await flow.PushAsync(request)
                : await flow.TryPushAsync(request);
            var answer = push switch
            {
                null => await flow.TryAuthorizeUnpushedAsync(request, alter: alterQuery, refusal: refusal),
                { IsAccepted: true } => await flow.TryAuthorizeAsync(push, alter: alterQuery, refusal: refusal),
                _ => null,
            };
            var found = answer?.Describe() ?? push!.Response.Describe();
            if (answer?.Code is not null)
            {
                flow.Context.Checks.Expect(true, refusal.Requirement, $"A request {refusal.Why} is granted, or refused as it may be", found);
                return answer;
            }
            if (answer is null)
            {
                flow.ExpectPushRefused(push!, refusal);
            }
            else
            {
                flow.ExpectAuthorizationRefused(answer, refusal);
            }
            if (whenRefused != Severity.Success)
            {
                flow.Context.Checks.Expect(false, refusal.Requirement, $"A request {refusal.Why} is granted", found, whenRefused);
            }
            return null;
        }

        public void ExpectPushRefused(PushAnswer push, RequestRefusal refusal)
        {
            var checks = flow.Context.Checks;
            var (status, error) = (push.Response.Status, push.Response.Error);
            if (refusal.AnyErrorAtPush)
            {
                checks.Expect(status is >= 400 and < 500, refusal.Requirement, $"A request {refusal.Why} is refused", push.Response.Describe());
                checks.Expect(
                    refusal.AtPush.Contains(error ?? ""), refusal.Requirement, $"The error is {string.Join(" or ", refusal.AtPush)}",
                    push.Response.Describe(), Severity.Warning);
                return;
            }
            checks.Expect(
                refusal.AtPush.Contains(error ?? ""), refusal.Requirement,
                $"A request {refusal.Why} is refused with {string.Join(" or ", refusal.AtPush)}", push.Response.Describe());
            checks.Expect(
                status == 400 || status == 401 && refusal.UnauthorizedIsFine, "RFC9126-2.3",
                $"The refusal has status 400{(refusal.UnauthorizedIsFine ? " or 401" : "")}", push.Response.Describe());
        }

        public void ExpectAuthorizationRefused(AuthorizationAnswer answer, RequestRefusal refusal)
        {
            var checks = flow.Context.Checks;
            var expectation = $"A request {refusal.Why} brings no code to the client";
            if (answer.IsErrorPage && refusal.OrPage)
            {
                checks.Review(refusal.Requirement, "The page tells the customer that the request cannot be used", answer.View.Describe());
                return;
            }
            var isRefused = answer.IsAtClient && answer.Code is null && refusal.AtAuthorization.Contains(answer.Error ?? "");
            var ways = refusal.AtAuthorization.Concat(refusal.OrPage ? ["an error page"] : []);
            var isOtherError = refusal.AnyErrorAtAuthorization && answer is { IsAtClient: true, Code: null, Error: not null };
            checks.Expect(
                isRefused, refusal.Requirement, $"{expectation}, but {string.Join(" or ", ways)}", answer.Describe(),
                isOtherError ? Severity.Warning : Severity.Failure);
        }

        public async Task ExpectRedeemRefusedAsync(AuthorizationAnswer authorization, TokenRefusal refusal, Action<Call>? alter = null) =>
            flow.ExpectTokenRefused(await flow.TryRedeemAsync(authorization, alter), refusal);

        /// <summary>Goes the way to tokens, and sends a token request that must be refused.</summary>
        public async Task ExpectTokenRequestRefusedAsync(TokenRefusal refusal, Action<Call> alter)
        {
            var request = await flow.PrepareTokenRequestAsync();
            flow.ExpectTokenRefused(await request(alter), refusal);
        }

        public async Task ExpectRefreshRefusedAsync(TokenAnswer tokens, TokenRefusal refusal, Action<Call>? alter = null) =>
            flow.ExpectTokenRefused(await flow.TryRefreshAsync(tokens, alter), refusal);

        public void ExpectTokenRefused(TokenAnswer answer, TokenRefusal refusal)
        {
            var checks = flow.Context.Checks;
            var (status, error) = (answer.Response.Status, answer.Response.Error);
            checks.Expect(
                !answer.IsSuccess && refusal.Errors.Contains(error ?? ""), refusal.Requirement,
                $"{refusal.Why} is refused with {string.Join(" or ", refusal.Errors)}", answer.Response.Describe());
            checks.Expect(
                status == 400 || status == 401 && (error == "invalid_client" || refusal.UnauthorizedIsFine), "RFC6749-5.2",
                $"The refusal has status 400, or 401{(refusal.UnauthorizedIsFine ? "" : " with invalid_client")}", answer.Response.Describe());
        }

        /// <summary>The resource must refuse with 400 or 401, or with any 4xx where <paramref name="anyClientError"/> says so.</summary>
        public async Task ExpectResourceRefusedAsync(
            TokenAnswer tokens, string requirement, string why, Action<Call>? alter = null, Severity otherwise = Severity.Failure,
            bool anyClientError = false)
        {
            var answer = await flow.TryResourceAsync(tokens, alter);
            flow.Context.Checks.Expect(
                answer.Response.Status is 400 or 401 || anyClientError && answer.IsRefusal, requirement,
                $"{why} is refused with {(anyClientError ? "a client error" : "400 or 401")}", answer.Response.Describe(), otherwise);
        }
    }
}
