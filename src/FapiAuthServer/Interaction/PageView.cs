using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace FapiAuthServer.Interaction;

/// <summary>A page with nothing to ask: it needs no visit, no form and no query to be shown.</summary>
internal static class PageView
{
    public static ViewResult Of(string view, int status, object? model = null) => new()
    {
        ViewName = view,
        StatusCode = status,
        ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model },
    };
}
