namespace FapiAuthServer.Grants;

internal enum GrantStatus
{
    Active = 1,
    Revoked = 2,
}
