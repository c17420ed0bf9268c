namespace SampleFintech.Web.Journal;

/// <summary>Header and claims of a JWT for reading; its signature is left out, so that nothing shown here can be used.</summary>
internal sealed record DecodedJwt(string Header, string Claims);
