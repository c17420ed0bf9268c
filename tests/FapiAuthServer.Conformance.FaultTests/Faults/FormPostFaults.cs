using System.Text;
using FapiAuthServer.Conformance.FaultTests.Staging;
using FapiAuthServer.Conformance.Plans;

namespace FapiAuthServer.Conformance.FaultTests.Faults;

/// <summary>Responses in a form that the customer's browser posts.</summary>
internal static class FormPostFaults
{
    private static readonly ConformancePlan Plan = KnownPlans.Find("oidcc-formpost-basic-certification-test-plan");

    // A response with a code, and one with an error; the redirect_uri that is not registered gets neither.
    private static readonly string[] Responses = ["server", "prompt-none-not-logged-in"];
    private static readonly string[] Modules = [.. Responses, "ensure-registered-redirect-uri"];

    public static IReadOnlyList<Fault> All { get; } =
    [
        New("A response comes in the query, though a form was asked for", Change.Query(query => query.Remove("response_mode"))),
        New("The page with the form is kept in caches", AtForm(exchange => exchange.Http.Response.Headers.CacheControl = "private, max-age=60")),
        New("The page's own policy keeps the browser from posting its form", AtForm(exchange => exchange.Http.Response.Headers.ContentSecurityPolicy = "form-action 'self'")),
        New("The form has no state", AtForm(exchange => Rename(exchange, "name=\"state\"", "name=\"stat\""))),
        New("The form has an error and a code", AtForm(exchange => Rename(exchange, "name=\"iss\"", "name=\"error\""))) with
        {
            Fails = ["server", "prompt-none-not-logged-in"],
        },
    ];

    private static Fault New(string name, Func<FrontExchange, Func<Task>, Task> atServer) => new(name, "")
    {
        Plan = Plan,
        AtServer = atServer,
        Among = Modules,
        Fails = Responses,
    };

    private static Func<FrontExchange, Func<Task>, Task> AtForm(Action<FrontExchange> change) => async (exchange, next) =>
    {
        await next();
        if (exchange.Http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true
            && Encoding.UTF8.GetString(exchange.Body).Contains(".example.test/callback", StringComparison.Ordinal))
        {
            change(exchange);
        }
    };

    private static void Rename(FrontExchange exchange, string from, string to) =>
        exchange.Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(exchange.Body).Replace(from, to, StringComparison.Ordinal));
}
