using FapiAuthServer.Conformance.Wire;

namespace FapiAuthServer.Conformance.Checks;

/// <summary>The form of an OAuth error (RFC 6749 section 5.2), whatever it says.</summary>
internal static class ErrorChecks
{
    /// <summary>An error in a JSON body.</summary>
    public static void CheckForm(CheckLog checks, WireResponse response, string requirement)
    {
        checks.Expect(response.MediaType == "application/json", requirement, "The error is of content type application/json", response.MediaType ?? "(none)");
        if (!checks.Expect(response.Json is not null, requirement, "The error is a JSON object", response.Describe()))
        {
            return;
        }
        CheckTexts(checks, response.Text("error"), response.Text("error_description"), response.Text("error_uri"), requirement);
    }

    /// <summary>The texts of an error, from a body or from a redirect.</summary>
    public static void CheckTexts(CheckLog checks, string? error, string? description, string? address, string requirement)
    {
        checks.Expect(
            error is { Length: > 0 } && error.All(IsPlain), requirement, "`error` is there, in printable ASCII without quote and backslash", error ?? "(absent)");
        if (description is not null)
        {
            checks.Expect(
                description.All(character => IsPlain(character) || IsLineMark(character)), requirement,
                "`error_description` is in printable ASCII without quote and backslash", description);
            checks.Expect(!description.Any(IsLineMark), requirement, "`error_description` has no tabs and line breaks", otherwise: Severity.Warning);
        }
        if (address is not null)
        {
            checks.Expect(Uri.TryCreate(address, UriKind.RelativeOrAbsolute, out _), requirement, "`error_uri` is a URI", address);
        }
    }

    private static bool IsPlain(char character) => character is >= ' ' and <= '~' and not '"' and not '\\';

    private static bool IsLineMark(char character) => character is '\t' or '\r' or '\n';
}
