using SampleFintech.Web.Accounts;
using SampleFintech.Web.Connecting;
using SampleFintech.Web.Journal;

namespace SampleFintech.Web.Sessions;

/// <summary>What the fintech keeps for one browser. Tokens and keys live here and nowhere else.</summary>
internal sealed class FintechSession(string id, TimeProvider time) : IDisposable
{
    public string Id { get; } = id;

    /// <summary>One request of a session at a time.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public FlowJournal Journal { get; } = new(time);

    /// <summary>A customer who is at the bank now.</summary>
    public PendingConnection? Pending { get; set; }

    public BankConnection? Connection { get; set; }

    public AccountOverview? Overview { get; set; }

    /// <summary>What the customer should read first; stays until the next thing they do.</summary>
    public Notice? Notice { get; set; }

    public void Dispose() => Turn.Dispose();
}
