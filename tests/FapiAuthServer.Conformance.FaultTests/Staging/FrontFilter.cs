using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FapiAuthServer.Conformance.FaultTests.Staging;

/// <summary>Puts a middleware before all of the server's own.</summary>
internal sealed class FrontFilter(Func<HttpContext, RequestDelegate, Task> front) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        application.Use((context, after) => front(context, after));
        next(application);
    };
}
