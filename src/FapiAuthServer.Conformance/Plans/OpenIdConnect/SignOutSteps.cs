using FapiAuthServer.Conformance.Browser;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnect;

/// <summary>What happens to customers whom a client sends to be signed out.</summary>
internal static class SignOutSteps
{
    public const string Requirement = "OIDCRIL-2";
    private const string Redirection = "OIDCRIL-3";
    private const int StateLength = 50;

    extension(ClientFlow flow)
    {
        /// <summary>A correct request to sign a customer out, with a state that careless servers do not bring back as it was.</summary>
        public FormParameters NewSignOut(SignIn signIn) => new()
        {
            ["id_token_hint"] = signIn.IdToken.Text,
            ["post_logout_redirect_uri"] = flow.PostLogoutRedirectUri().AbsoluteUri,
            ["state"] = RandomText.OfMarks(StateLength),
        };

        public Uri PostLogoutRedirectUri() => flow.Client.PostLogoutRedirectUri
            ?? throw new ConformanceException($"{flow.Client.ClientId} has no address to come back to after a logout; add post_logout_redirect_uri to it");

        /// <summary>Signs the customer out, who has to come back to the client.</summary>
        public async Task ExpectSignedOutAndBackAsync(FormParameters parameters)
        {
            var view = await flow.TrySignOutAsync(parameters);
            flow.ExpectBack(view, parameters["state"]);
        }

        /// <summary>Signs the customer out, who has to be told so and go nowhere.</summary>
        public async Task ExpectSignedOutOnPageAsync(FormParameters parameters)
        {
            var view = await flow.TrySignOutAsync(parameters);
            flow.Context.Checks.Expect(
                view.Kind is not (PageKind.Client or PageKind.Error or PageKind.SignOut) && view.Status < 400, Requirement,
                "The customer is told on a page that they are signed out, and sent nowhere", view.Describe());
            await flow.ExpectSessionEndedAsync();
        }

        /// <summary>Sends a bad request to sign the customer out, who may see what they will, but must not be sent to the client.</summary>
        /// <param name="why">What is wrong with the request, to complete "With …, the customer is sent nowhere".</param>
        public async Task ExpectNowhereAsync(FormParameters parameters, string why)
        {
            var (checks, view) = (flow.Context.Checks, await flow.TrySignOutAsync(parameters));
            if (checks.Expect(view.Kind != PageKind.Client, Redirection, $"With {why}, the customer is sent nowhere", view.Describe()))
            {
                checks.Review(Redirection, "The page tells the customer what has become of the logout", view.Describe());
            }
        }

        /// <summary>Nobody is signed in any more.</summary>
        public Task ExpectSessionEndedAsync() => flow.ExpectPageNeededAsync(Requirement, "a customer who was signed out");

        private void ExpectBack(BrowserView view, string? state)
        {
            var checks = flow.Context.Checks;
            var wanted = flow.PostLogoutRedirectUri();
            checks.Require(
                view.Kind == PageKind.Client && view.Address.GetLeftPart(UriPartial.Path) == wanted.GetLeftPart(UriPartial.Path), Redirection,
                "The customer comes back to the client", view.Describe());
            var rest = FormParameters.Decode(view.Address.Query).ToList();
            checks.Expect(FormParameters.Decode(wanted.Query).All(rest.Remove), Redirection, "The address's own query is kept as it is");
            var received = rest.Where(parameter => parameter.Key == "state").Select(parameter => parameter.Value).ToList();
            checks.Expect(
                state is null ? received.Count == 0 : received is [var one] && one == state, Redirection,
                state is null ? "`state` is absent, as none was sent" : "`state` is the one that was sent", $"sent {state ?? "none"}, received {string.Join(", ", received)}");
            var others = rest.Select(parameter => parameter.Key).Except(["state"]).ToList();
            checks.Expect(others.Count == 0, Redirection, "No parameter comes that was not asked for", string.Join(", ", others), Checks.Severity.Warning);
        }
    }
}
