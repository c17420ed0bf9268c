using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Checks;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnect;

/// <summary>Steps of a customer who comes back with the same browser.</summary>
internal static class SessionSteps
{
    // What a server says that would have to show a page, and may not (OpenID Connect Core section 3.1.2.6).
    private static readonly string[] NeedsPage = ["login_required", "interaction_required", "account_selection_required", "consent_required"];

    extension(ClientFlow flow)
    {
        /// <summary>Signs in, or goes through without, and gets the tokens.</summary>
        public async Task<SignIn> SignInAsync(Action<FormParameters>? alterRequest = null)
        {
            var authorization = await flow.AuthorizeAsync(alterRequest);
            return new SignIn(authorization, await flow.RedeemAsync(authorization));
        }

        /// <summary>Asks for the tokens without a page; the session has to be enough.</summary>
        public async Task<SignIn> SignInSilentlyAsync(Action<FormParameters>? alterRequest = null)
        {
            var authorization = await flow.TryAuthorizeSilentlyAsync(Silent(flow, alterRequest));
            flow.Context.Checks.Require(
                authorization.Code is not null, "OIDCC-3.1.2.1", "A customer who is signed in and has agreed before needs no page", authorization.Describe());
            return new SignIn(authorization, await flow.RedeemAsync(authorization));
        }

        /// <summary>Asks without a page, where nobody is signed in.</summary>
        /// <param name="why">Why nobody is, to complete "With prompt=none, …".</param>
        public async Task ExpectPageNeededAsync(string requirement, string why, Action<FormParameters>? alterRequest = null)
        {
            var answer = await flow.TryAuthorizeSilentlyAsync(Silent(flow, alterRequest));
            flow.Context.Checks.Expect(
                answer is { IsAtClient: true, Code: null } && NeedsPage.Contains(answer.Error), requirement,
                $"With prompt=none, {why} makes an error that says so ({string.Join(" or ", NeedsPage)}), and no page", answer.Describe());
        }
    }

    private static AuthorizationRequest Silent(ClientFlow flow, Action<FormParameters>? alter) => flow.NewRequest(request =>
    {
        request["prompt"] = "none";
        alter?.Invoke(request);
    });

    /// <summary>Whether the customer had to say again who they are.</summary>
    public static bool WasAskedToSignIn(this SignIn signIn) =>
        signIn.Authorization.Pages.Any(page => page is PageKind.SignIn or PageKind.SecondFactor);

    public static void CheckSameCustomer(CheckLog checks, SignIn before, SignIn after) => checks.Expect(
        before.IdToken["sub"] == after.IdToken["sub"], "OIDCC-2", "`sub` is the same, as the customer is",
        $"{JsonText.Show(before.IdToken.Claims["sub"])}, then {JsonText.Show(after.IdToken.Claims["sub"])}");

    public static void CheckSameTime(CheckLog checks, SignIn before, SignIn after, bool isDemanded)
    {
        if (isDemanded || before.IdToken.Claims.ContainsKey("auth_time") && after.IdToken.Claims.ContainsKey("auth_time"))
        {
            checks.Expect(
                before.SignedInAt is not null && before.SignedInAt == after.SignedInAt, "OIDCC-2", "`auth_time` is the same, as nobody signed in again",
                $"{before.ShowTime()}, then {after.ShowTime()}");
        }
    }

    public static void CheckLaterTime(CheckLog checks, SignIn before, SignIn after, bool isDemanded)
    {
        if (isDemanded || before.IdToken.Claims.ContainsKey("auth_time") && after.IdToken.Claims.ContainsKey("auth_time"))
        {
            checks.Expect(
                after.SignedInAt is not null && !(before.SignedInAt >= after.SignedInAt), "OIDCC-2", "`auth_time` is that of the second time",
                $"{before.ShowTime()}, then {after.ShowTime()}");
        }
    }
}
