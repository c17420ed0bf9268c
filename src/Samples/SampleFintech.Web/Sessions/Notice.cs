using SampleFintech.Web.Connecting;

namespace SampleFintech.Web.Sessions;

/// <summary>Something to tell the customer, and for the engineer the problem behind it.</summary>
internal sealed record Notice(bool IsBad, string Title, string Text, Problem? Problem = null);
