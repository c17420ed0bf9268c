using FapiAuthServer.Issuers;

namespace FapiAuthServer.Interaction;

/// <summary>Which page a visit is at.</summary>
internal static class VisitPages
{
    /// <summary>The page for the visit's next step, as an absolute path.</summary>
    public static string Url(Issuer issuer, InteractionRecord visit)
        => visit.Customer is not null && visit.AwaitsApproval ? $"{issuer.Path}/visit/{visit.Id}/approval"
            : visit.Customer is not null ? $"{issuer.Path}/visit/{visit.Id}/consent"
            : visit.Attempt is not null ? $"{issuer.Path}/visit/{visit.Id}/second-factor"
            : SignInUrl(issuer, visit);

    public static string SignInUrl(Issuer issuer, InteractionRecord visit) => $"{issuer.Path}/visit/{visit.Id}/sign-in";

    /// <summary>Back to the protocol, with the customer's decision.</summary>
    public static string ResumeUrl(Issuer issuer, InteractionRecord visit) => $"{issuer.Path}{Issuer.ResumePath}?visit={visit.Id}";
}
