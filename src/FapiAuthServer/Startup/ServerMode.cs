namespace FapiAuthServer.Startup;

internal enum ServerMode
{
    Production = 0,
    Sandbox = 1,
}
