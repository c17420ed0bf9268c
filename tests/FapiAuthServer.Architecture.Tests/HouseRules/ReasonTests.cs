using System.Text.RegularExpressions;
using FapiAuthServer.Rejections;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FapiAuthServer.Architecture.Tests.HouseRules;

public sealed partial class ReasonTests
{
    /// <summary>Error codes of IANA's OAuth registry and of the specifications this server follows.</summary>
    private static readonly string[] Registered =
    [
        "access_denied", "account_selection_required", "consent_required", "insufficient_scope", "insufficient_user_authentication", "interaction_required",
        "invalid_authorization_details", "invalid_client", "invalid_client_metadata", "invalid_dpop_proof", "invalid_grant", "invalid_redirect_uri", "invalid_request",
        "invalid_request_object", "invalid_request_uri", "invalid_scope", "invalid_target", "invalid_token", "login_required", "registration_not_supported",
        "request_not_supported", "request_uri_not_supported", "server_error", "temporarily_unavailable", "unauthorized_client", "unmet_authentication_requirements",
        "unsupported_grant_type", "unsupported_response_type", "unsupported_token_type", "use_dpop_nonce",
    ];

    private static readonly Dictionary<string, string> Unsent = new()
    {
        ["token_missing"] = "a request without a token is answered without an error code (RFC 6750 section 3.1); the engine needs one inside",
    };

    private static readonly Dictionary<string, string> KnownOutsideTheCatalogue = new()
    {
        ["src/FapiAuthServer/Protocol/Responses/AttachChallenge.cs"] = "recognises the one code that is not sent",
        ["src/FapiAuthServer/Protocol/Responses/AttachStatus.cs"] = "recognises the codes whose status depends on the endpoint",
        ["src/FapiAuthServer.ResourceServer/Refusals.cs"] = "the package's own catalogue",
    };

    [Fact]
    public void A_code_is_unique_and_in_lower_case()
        => Findings.None(
            Reasons.All.GroupBy(reason => reason.Code).Where(group => group.Count() > 1 || !Code().IsMatch(group.Key)).Select(group => group.Key),
            "The code is the name of a reason in logs, audit and documents; choose another for:");

    [Fact]
    public void An_error_is_registered()
        => Findings.None(
            [.. Reasons.All.Where(reason => !Registered.Contains(reason.Error)).Select(reason => new Finding(reason.Code, reason.Error))],
            Unsent, "Clients act on registered error codes; use one.");

    [Fact]
    public void A_description_is_a_sentence_of_printable_ASCII_without_quotes_and_backslashes()
        => Findings.None(
            Reasons.All.Where(reason => !Description().IsMatch(reason.Description)).Select(reason => $"{reason.Code}: {reason.Description}"),
            "RFC 6749 section 5.2 allows nothing else in error_description:");

    [Fact]
    public void A_reason_is_used()
    {
        var used = Repository.ServerSources
            .SelectMany(source => source.All<MemberAccessExpressionSyntax>())
            .Where(access => access.Expression.ToString() is "Reasons" or "Rejections.Reasons")
            .Select(access => access.Name.Identifier.Text)
            .ToHashSet();

        Findings.None(
            typeof(Reasons).GetFields().Where(entry => entry.FieldType == typeof(Reason) && !used.Contains(entry.Name)).Select(entry => entry.Name),
            "The catalogue lists what can be sent; remove what nothing sends:");
    }

    [Fact]
    public void Error_codes_are_written_in_Rejections_only()
    {
        var codes = Registered.Concat(Reasons.All.Select(reason => reason.Error)).ToHashSet();

        Findings.None(
            [.. from source in Repository.ProductSources
                where !source.IsIn("src/FapiAuthServer/Rejections")
                from literal in source.Strings()
                where codes.Contains(literal.ValueText)
                select new Finding(source.Path, $"{source.At(literal)} {literal.ValueText}")],
            KnownOutsideTheCatalogue, "Refuse with a reason of the catalogue.");
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex Code();

    [GeneratedRegex(@"^[A-Za-z][\x20\x21\x23-\x5B\x5D-\x7E]*\.$")]
    private static partial Regex Description();
}
