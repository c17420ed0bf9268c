namespace FapiAuthServer.Interaction;

internal enum Decision
{
    Pending = 0,
    Approved = 1,
    Denied = 2,
}
