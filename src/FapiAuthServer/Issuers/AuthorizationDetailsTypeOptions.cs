using System.ComponentModel.DataAnnotations;

namespace FapiAuthServer.Issuers;

/// <summary>A type of authorization details that an issuer offers, and the API that it is for.</summary>
internal sealed class AuthorizationDetailsTypeOptions
{
    /// <summary>The value of <c>type</c>, such as <c>payment_initiation</c>; one that this server knows.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>Audience of access tokens with such details: the identifier of the API that serves them.</summary>
    [Required]
    public string Resource { get; set; } = "";
}
