using SampleFintech.Web.Accounts;
using SampleFintech.Web.Connecting;
using SampleFintech.Web.Journal;
using SampleFintech.Web.Sessions;

namespace SampleFintech.Web;

/// <summary>What a customer can do here. Each act leaves its steps in the journal and, where there is something to say, a notice.</summary>
internal sealed class Fintech(CurrentSession current, BankConnector connector, BankApi api, ILogger<Fintech> logger)
{
    public FintechSession? Session => current.Session;

    /// <summary>Prepares the request and says where the customer must go, or null when that failed.</summary>
    public async Task<string?> ConnectAsync(CancellationToken cancellationToken)
    {
        var session = current.Open();
        session.Notice = null;
        if (await connector.BeginAsync(session, cancellationToken) is { } problem)
        {
            Tell(session, problem, "The connection could not be started", "Nothing has been connected. Please try again in a moment.");
            return null;
        }

        Log.CustomerSent(logger);
        return session.Pending!.AuthorizationUrl;
    }

    public async Task ComeBackAsync(AuthorizationAnswer answer, CancellationToken cancellationToken)
    {
        if (Session is not { } session)
            return;
        session.Notice = null;
        if (await connector.CompleteAsync(session, answer, cancellationToken) is { } problem)
        {
            if (problem.Error == BankConnector.AnswerNotExpected)
                Tell(session, problem, "That was an old answer", "We had asked nothing, so it was not used. Everything is as it was.");
            else if (problem.Error == BankConnector.AccessDenied)
                session.Notice = new Notice(
                    false,
                    "You decided not to connect",
                    "That is fine. Nothing was shared, and your bank will not send us anything. You can connect whenever you like.",
                    problem);
            else
                Tell(session, problem, "Your bank was not connected", "Something did not fit together, so we stopped. Nothing was shared.");
            return;
        }

        Log.Connected(logger);
        await ReadAccountsAsync(session, cancellationToken);
    }

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (Session is not { Connection: not null } session)
            return;
        session.Notice = null;
        if (await connector.RenewIfDueAsync(session, cancellationToken) is { } problem)
            TellConnectionEnded(session, problem);
        else
            await ReadAccountsAsync(session, cancellationToken);
    }

    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (Session is not { Connection: not null } session)
            return;
        session.Notice = null;
        if (await connector.RenewAsync(session, cancellationToken) is { } problem)
            TellConnectionEnded(session, problem);
    }

    public async Task TryAsync(StepKind experiment, CancellationToken cancellationToken)
    {
        if (Session is not { Connection: { } connection } session)
            return;
        session.Notice = null;
        if (await connector.RenewIfDueAsync(session, cancellationToken) is { } problem)
            TellConnectionEnded(session, problem);
        else
            await api.TryAsync(session.Journal.Begin(experiment), connection, cancellationToken);
    }

    public async Task DisconnectAsync(CancellationToken cancellationToken)
    {
        if (Session is not { Connection: { } connection } session)
            return;
        if (await connector.DisconnectAsync(session, cancellationToken) is { } problem)
        {
            Tell(session, problem, "The connection could not be ended", "Please try again. You can also end it in your bank’s own pages.");
            return;
        }

        Log.Disconnected(logger);
        await api.TryAsync(session.Journal.Begin(StepKind.TryRevoked), connection, cancellationToken);
        session.Notice = new Notice(
            false,
            "Your bank is disconnected",
            "We gave our access back to your bank and deleted what we had read. You can connect again at any time.");
    }

    private async Task ReadAccountsAsync(FintechSession session, CancellationToken cancellationToken)
    {
        var step = session.Journal.Begin(StepKind.Call);
        var overview = await api.ReadAsync(step, session.Connection!, cancellationToken);
        step.End(overview.Succeeded);
        if (overview.Succeeded)
            session.Overview = overview.Value;
        else if (overview.Problem.Error == "invalid_token")
            TellConnectionEnded(session, overview.Problem);
        else
            Tell(
                session,
                overview.Problem,
                "Your accounts could not be read",
                "The connection stands, but the bank did not answer as expected. Please try again in a moment.");
    }

    private void TellConnectionEnded(FintechSession session, Problem problem)
    {
        // A server that cannot be reached has not ended anything.
        if (problem.Error is not ("invalid_token" or "invalid_grant" or "no_refresh_token"))
        {
            Tell(session, problem, "Your bank did not answer as expected", "The connection stands. Please try again in a moment.");
            return;
        }

        session.Connection = null;
        session.Overview = null;
        Tell(
            session,
            problem,
            "The connection has ended",
            "Your bank no longer accepts it: it ran out, or it was ended at the bank. You can connect again.");
    }

    private void Tell(FintechSession session, Problem problem, string title, string text)
    {
        Log.StepFailed(logger, problem.Error);
        session.Notice = new Notice(true, title, text, problem);
    }
}
