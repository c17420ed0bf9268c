using System.ComponentModel.DataAnnotations;

namespace FapiAuthServer.Issuers;

/// <summary>A scope of an issuer: its name, what it means in the customer's words, and which API it opens.</summary>
internal sealed class ScopeOptions
{
    /// <summary>The scope value of RFC 6749 section 3.3.</summary>
    [Required, RegularExpression(@"^[\x21\x23-\x5B\x5D-\x7E]{1,100}$", ErrorMessage = "A scope name has no spaces, quotes or backslashes.")]
    public string Name { get; set; } = "";

    /// <summary>
    /// A few words on the consent page, in whatever language. Default: the pages' own words for the scope in the customer's
    /// language (<c>Scope.&lt;name&gt;</c> in Texts.resx), and where there are none, its name.
    /// </summary>
    public string? Description { get; set; }

    /// <summary>Whether the scope only reads. Where all do, the consent page says that no money can be moved. Default: no.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Audience of access tokens with this scope: the identifier of the API that serves it.</summary>
    public string? Resource { get; set; }
}
