namespace FapiAuthServer.Rejections;

/// <summary>One entry of the refusal catalogue.</summary>
/// <param name="Code">Our stable name of it, for logs, audit and documents; never sent to the client.</param>
/// <param name="Error">The registered OAuth error code that is sent.</param>
/// <param name="Description">The sentence a developer can act on; printable ASCII without double quotes and backslashes.</param>
internal sealed record Reason(string Code, string Error, string Description)
{
    /// <summary>The HTTP status where it is not the one that the error code implies.</summary>
    public int? Status { get; init; }
}
