namespace SampleFintech.Web.Journal;

/// <summary>HTTP whose traffic is written into the journal; connections are shared by all.</summary>
internal sealed class RecordedHttp(HttpMessageHandler connections, TimeProvider time)
{
    public HttpClient For(Step step) => new(new RecordingHandler(step, connections, time), disposeHandler: false)
    {
        Timeout = Timeout.InfiniteTimeSpan, // the handler has its own limit, and can say so in the journal
        DefaultRequestVersion = System.Net.HttpVersion.Version20,
    };
}
