using System.Collections.Concurrent;
using FapiAuthServer.Sca.Factors.Sms;

namespace FapiAuthServer.Sca.Tests;

/// <summary>A provider of texts that keeps what it was given, and can be out of order.</summary>
internal sealed class SentTexts : ISmsSender
{
    private readonly ConcurrentQueue<SmsText> sent = new();

    public bool IsOutOfOrder { get; set; }

    public IReadOnlyList<SmsText> All => [.. sent];

    public SmsText Last => sent.Last();

    /// <summary>What is last in a text is its code.</summary>
    public string LastCode => Last.Text.Split(' ')[^1];

    public Task<bool> SendAsync(SmsText text, CancellationToken ct)
    {
        if (!IsOutOfOrder)
            sent.Enqueue(text);
        return Task.FromResult(!IsOutOfOrder);
    }
}
