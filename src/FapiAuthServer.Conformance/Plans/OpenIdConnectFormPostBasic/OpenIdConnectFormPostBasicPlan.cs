using FapiAuthServer.Conformance.Plans.OpenIdConnect;
using FapiAuthServer.Conformance.Plans.OpenIdConnectBasic;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnectFormPostBasic;

/// <summary>The Basic plan again, with every response in a form that the customer's browser posts.</summary>
internal static class OpenIdConnectFormPostBasicPlan
{
    private const string FormPost = "form_post";

    public static ConformancePlan Plan { get; } = OpenIdConnectBasicPlan.Plan with
    {
        Name = "oidcc-formpost-basic-certification-test-plan",
        Title = "OpenID Connect Form Post Basic OP",
        Traits = _ => OpenIdConnectVariants.Traits with { Responses = ResponseForm.FormPost },
        IsOffered = (_, server) => OpenIdConnectVariants.IsOffered(server) && server.Values("response_modes_supported").Contains(FormPost),
    };
}
