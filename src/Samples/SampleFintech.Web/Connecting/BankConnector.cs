using System.Security.Cryptography;
using System.Text;
using Duende.IdentityModel.Client;
using SampleFintech.Web.Journal;
using SampleFintech.Web.Sessions;

namespace SampleFintech.Web.Connecting;

/// <summary>Connects a session to the bank, renews the connection and ends it: the flow of FAPI 2.0, top to bottom.</summary>
internal sealed class BankConnector(AuthorizationServer server, FintechIdentity self, IdTokenVerifier idTokens, TimeProvider time)
{
    /// <summary>RFC 6749 §4.1.2.1: the customer, or the bank for them, said no.</summary>
    public const string AccessDenied = "access_denied";

    /// <summary>Nobody was sent to the bank, or their answer is here already.</summary>
    public const string AnswerNotExpected = "answer_not_expected";

    private const string StateMismatch = "state_mismatch";
    private static readonly TimeSpan RenewAhead = TimeSpan.FromSeconds(10);

    /// <summary>Reads the metadata, pushes the request, and says where to send the customer.</summary>
    public async Task<Problem?> BeginAsync(FintechSession session, CancellationToken cancellationToken)
    {
        session.Journal.Clear();
        session.Pending = null;
        session.Overview = null;

        var discover = session.Journal.Begin(StepKind.Discover);
        var bank = await server.DiscoverAsync(discover, cancellationToken);
        discover.End(bank.Succeeded);
        if (!bank.Succeeded)
            return bank.Problem;

        var push = session.Journal.Begin(StepKind.Push);
        var pending = new PendingConnection(bank.Value, new ProofKey(time));
        var pushed = await server.PushAsync(push, pending, cancellationToken);
        push.End(pushed.Succeeded);
        if (!pushed.Succeeded)
            return pushed.Problem;

        // RFC 9126 §4: nothing else belongs in the address.
        pending.AuthorizationUrl = new RequestUrl(bank.Value.AuthorizationEndpoint)
            .Create(new Parameters { { "client_id", self.ClientId }, { "request_uri", pushed.Value.RequestUri! } });
        var send = session.Journal.Begin(StepKind.Send);
        send.Record(new Exchange(
            "GET",
            new Uri(bank.Value.AuthorizationEndpoint),
            [Shortening.Field("client_id", self.ClientId), Shortening.Field("request_uri", pushed.Value.RequestUri!)],
            "by the browser",
            true,
            TimeSpan.Zero,
            [],
            null));
        session.Pending = pending;
        return null;
    }

    /// <summary>Takes the customer's answer, and redeems the code if it is one.</summary>
    public async Task<Problem?> CompleteAsync(FintechSession session, AuthorizationAnswer answer, CancellationToken cancellationToken)
    {
        if (session.Pending is not { } pending)
            return new Problem(AnswerNotExpected, null, "This browser did not ask for anything, or its answer was used already. Connect again.");

        EndSend(session);
        var comeBack = session.Journal.Begin(StepKind.Return);
        comeBack.Record(Describe(answer));
        var code = AcceptAnswer(comeBack, pending, answer);
        // An answer to this request is the only one, whatever it says. One with another state may be somebody else's.
        if (code.Problem?.Error != StateMismatch)
            session.Pending = null;
        if (code.Problem?.Error == AccessDenied)
            comeBack.Stop("The customer said no. There is no code, and nothing more to do.");
        else
            comeBack.End(code.Succeeded);
        if (!code.Succeeded)
            return code.Problem;

        var redeem = session.Journal.Begin(StepKind.Redeem);
        var connection = await RedeemAsync(redeem, pending, code.Value, cancellationToken);
        redeem.End(connection.Succeeded);
        session.Connection = connection.Value;
        return connection.Problem;
    }

    /// <summary>Renews the access token when it is about to expire.</summary>
    public async Task<Problem?> RenewIfDueAsync(FintechSession session, CancellationToken cancellationToken)
        => session.Connection is { RefreshToken: not null } connection && connection.AccessTokenExpiresAt - RenewAhead < time.GetUtcNow()
            ? await RenewAsync(session, cancellationToken)
            : null;

    public async Task<Problem?> RenewAsync(FintechSession session, CancellationToken cancellationToken)
    {
        if (session.Connection is not { RefreshToken: { } refreshToken } connection)
            return new Problem("no_refresh_token", null, "The bank gave no refresh token; ask for the scope offline_access. Connect again.");
        var renew = session.Journal.Begin(StepKind.Renew);
        var tokens = await server.RenewAsync(renew, connection, refreshToken, cancellationToken);
        renew.End(tokens.Succeeded);
        if (!tokens.Succeeded)
            return tokens.Problem;

        connection.AccessToken = tokens.Value.AccessToken!;
        connection.AccessTokenExpiresAt = time.GetUtcNow().AddSeconds(tokens.Value.ExpiresIn);
        // A server that does not rotate sends none, or the same again; one that does sends the next.
        connection.RefreshToken = tokens.Value.RefreshToken ?? refreshToken;
        return null;
    }

    /// <summary>Gives the tokens back to the bank and forgets them.</summary>
    public async Task<Problem?> DisconnectAsync(FintechSession session, CancellationToken cancellationToken)
    {
        if (session.Connection is not { } connection)
            return null;
        var revoke = session.Journal.Begin(StepKind.Revoke);
        var problem = await server.RevokeAsync(revoke, connection, cancellationToken);
        revoke.End(problem is null);
        if (problem is null)
        {
            session.Connection = null;
            session.Overview = null;
        }

        return problem;
    }

    private static void EndSend(FintechSession session)
        => session.Journal.Steps.LastOrDefault(step => step.Kind == StepKind.Send && step.Outcome == StepOutcome.Running)?.End(true);

    private static Outcome<string> AcceptAnswer(Step step, PendingConnection pending, AuthorizationAnswer answer)
    {
        if (!step.Verify(IsSame(answer.State, pending.State), "The state is the one this browser was sent away with."))
            return new Problem(StateMismatch, null, "Somebody else’s answer, or one from another tab. It was not used; connect again.");
        if (!step.Verify(answer.Issuer == pending.Bank.Issuer, "The answer is from the server the customer was sent to (iss)."))
            return new Problem("iss_mismatch", null, "The answer names another server, or none: a mix-up. The code was not sent anywhere.");
        if (answer.Error is not null)
            return new Problem(answer.Error, answer.ErrorDescription, Hints.For(answer.Error));
        return answer.Code is not null ? answer.Code : new Problem("answer_not_understood", null, "There is neither a code nor an error in it.");
    }

    private async Task<Outcome<BankConnection>> RedeemAsync(Step step, PendingConnection pending, string code, CancellationToken cancellationToken)
    {
        var tokens = await server.RedeemAsync(step, pending, code, cancellationToken);
        if (!tokens.Succeeded)
            return tokens.Problem;
        if (idTokens.Verify(step, tokens.Value.IdentityToken, pending) is not { } subject)
            return new Problem("id_token_not_accepted", null, "The first check that is marked with a cross says why. The tokens are thrown away.");
        var now = time.GetUtcNow();
        return new BankConnection(pending.Bank, pending.Key, subject, now)
        {
            AccessToken = tokens.Value.AccessToken!,
            AccessTokenExpiresAt = now.AddSeconds(tokens.Value.ExpiresIn),
            RefreshToken = tokens.Value.RefreshToken,
            Scope = tokens.Value.Scope,
        };
    }

    private Exchange Describe(AuthorizationAnswer answer)
    {
        (string Name, string? Value)[] parameters =
        [
            ("code", answer.Code),
            ("error", answer.Error),
            ("error_description", answer.ErrorDescription),
            ("iss", answer.Issuer),
            ("state", answer.State),
        ];
        var fields = parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => Shortening.Field(parameter.Name, parameter.Value!));
        return new Exchange("GET", new Uri(self.RedirectUri), [.. fields], null, answer.Error is null, TimeSpan.Zero, [], null);
    }

    private static bool IsSame(string? received, string expected) => received is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(received), Encoding.UTF8.GetBytes(expected));
}
