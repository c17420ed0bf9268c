using System.Globalization;
using FapiAuthServer.Conformance.Flows;
using FapiAuthServer.Conformance.Jose;

namespace FapiAuthServer.Conformance.Plans.OpenIdConnect;

/// <summary>A customer's way through the server, and the tokens that came of it; the id_token is there, or the module has ended.</summary>
internal sealed record SignIn(AuthorizationAnswer Authorization, TokenAnswer Tokens)
{
    public CompactJwt IdToken => Tokens.IdToken!;

    public DateTimeOffset? SignedInAt => IdToken.Time("auth_time");

    public string ShowTime() => SignedInAt?.ToString("u", CultureInfo.InvariantCulture) ?? JsonText.Show(IdToken.Claims["auth_time"]);
}
