namespace FapiAuthServer.Security.Tests.Banks;

/// <summary>How many rows the server has that mean something was given out or begun.</summary>
public sealed record StoredState(int Artefacts, int Grants, int Visits, int Sessions);
