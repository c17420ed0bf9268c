namespace FapiAuthServer.SingleUse;

/// <summary>What a stored artefact is. Part of its key, so that one can never be read as another.</summary>
internal enum ArtefactKind
{
    PushedRequest = 1,
    AuthorizationCode = 2,
    RefreshToken = 3,
}
