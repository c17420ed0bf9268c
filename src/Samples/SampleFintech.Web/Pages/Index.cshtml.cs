using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SampleFintech.Web.Accounts;
using SampleFintech.Web.Connecting;
using SampleFintech.Web.Journal;
using SampleFintech.Web.Sessions;

namespace SampleFintech.Web.Pages;

internal sealed class IndexModel(Fintech fintech) : PageModel
{
    private static readonly StepKind[] Experiments = [StepKind.TryWithoutProof, StepKind.TryForeignKey, StepKind.TryReplay];

    public Notice? Notice => fintech.Session?.Notice;

    public BankConnection? Connection => fintech.Session?.Connection;

    public AccountOverview? Overview => fintech.Session?.Overview;

    /// <summary>Where a customer who asked to look first goes on to.</summary>
    public string? WayToBank => fintech.Session?.Pending?.AuthorizationUrl;

    public IReadOnlyList<Step> Steps => fintech.Session?.Journal.Steps ?? [];

    public IEnumerable<StepKind> Upcoming => fintech.Session?.Journal.Upcoming ?? StepKind.Connecting;

    public async Task<IActionResult> OnPostConnectAsync(bool lookFirst, CancellationToken cancellationToken)
    {
        var url = await fintech.ConnectAsync(cancellationToken);
        return new SeeOther(url is null || lookFirst ? "/" : url);
    }

    public async Task<IActionResult> OnPostRefreshAsync(CancellationToken cancellationToken)
    {
        await fintech.RefreshAsync(cancellationToken);
        return new SeeOther("/");
    }

    public async Task<IActionResult> OnPostRenewAsync(CancellationToken cancellationToken)
    {
        await fintech.RenewAsync(cancellationToken);
        return NewestStep();
    }

    public async Task<IActionResult> OnPostTryAsync(int experiment, CancellationToken cancellationToken)
    {
        if (experiment < 0 || experiment >= Experiments.Length)
            return BadRequest();
        await fintech.TryAsync(Experiments[experiment], cancellationToken);
        return NewestStep();
    }

    public async Task<IActionResult> OnPostDisconnectAsync(CancellationToken cancellationToken)
    {
        await fintech.DisconnectAsync(cancellationToken);
        return new SeeOther("/");
    }

    private SeeOther NewestStep() => new(string.Create(CultureInfo.InvariantCulture, $"/#step-{Steps.Count}"));
}
