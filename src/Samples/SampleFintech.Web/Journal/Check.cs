namespace SampleFintech.Web.Journal;

/// <summary>Something the fintech verified before going on.</summary>
internal sealed record Check(bool Passed, string Text);
