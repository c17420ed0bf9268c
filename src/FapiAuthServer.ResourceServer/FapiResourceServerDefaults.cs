namespace FapiAuthServer.ResourceServer;

/// <summary>Names that an API may need to refer to.</summary>
public static class FapiResourceServerDefaults
{
    /// <summary>The authentication scheme that is registered unless another name is given.</summary>
    public const string AuthenticationScheme = "Fapi";
}
