using Microsoft.Extensions.Options;

namespace FapiAuthServer.Sca.StepUp;

/// <summary>No refusal is answered before the time that all of them take, so that its cause cannot be read from the clock. (SCA-024)</summary>
internal sealed class RefusalPace(IOptions<ScaOptions> options)
{
    public async Task<TResult> KeepAsync<TResult>(Func<Task<TResult>> judge, Func<TResult, bool> isRefusal, CancellationToken ct)
    {
        // Pace, not time: it is measured on the real clock whichever one the verdict uses.
        var begun = TimeProvider.System.GetTimestamp();
        var result = await judge();
        var remaining = options.Value.MinimumRefusalTime - TimeProvider.System.GetElapsedTime(begun);
        if (isRefusal(result) && remaining > TimeSpan.Zero)
            await Task.Delay(remaining, TimeProvider.System, ct);
        return result;
    }
}
