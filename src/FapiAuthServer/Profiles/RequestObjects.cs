namespace FapiAuthServer.Profiles;

/// <summary>Whether authorization requests come as signed request objects (JAR, RFC 9101).</summary>
internal enum RequestObjects
{
    /// <summary>Plain parameters only; a request object is refused, not ignored.</summary>
    Refused,

    /// <summary>A signed request object only; plain parameters are refused.</summary>
    Required,
}
