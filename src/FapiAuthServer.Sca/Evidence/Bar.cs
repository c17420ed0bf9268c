namespace FapiAuthServer.Sca.Evidence;

/// <summary>One line of a chart: what, how much, how it is written, in which tone, and a mark to compare it with.</summary>
internal sealed record Bar(string Label, decimal Value, string Text, string Tone = "calm", decimal? Mark = null);
