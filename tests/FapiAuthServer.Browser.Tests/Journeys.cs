using System.Collections.Concurrent;

namespace FapiAuthServer.Browser.Tests;

/// <summary>The approved journey once per screen: a second factor works once in thirty seconds, and one walk answers many questions.</summary>
public sealed class Journeys(RunningSandbox sandbox, Chromium chromium) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Screen, Lazy<Task<Journey>>> walked = new();

    internal Task<Journey> ApprovedAsync(Screen screen) =>
        walked.GetOrAdd(screen, key => new Lazy<Task<Journey>>(() => WalkAsync(key))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var journey in walked.Values.Select(journey => journey.Value).Where(journey => journey.IsCompletedSuccessfully))
        {
            await (await journey).DisposeAsync();
        }
    }

    private async Task<Journey> WalkAsync(Screen screen)
    {
        var journey = await Journey.BeginAsync(chromium, sandbox.Kit, screen);
        await journey.ReachConsentAsync(sandbox.Kit.Customers[0]);
        await journey.ApproveAsync();
        return journey;
    }
}
