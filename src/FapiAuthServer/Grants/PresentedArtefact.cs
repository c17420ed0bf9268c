using FapiAuthServer.Sca.Customers;
using FapiAuthServer.SingleUse;

namespace FapiAuthServer.Grants;

/// <summary>A code or refresh token as it came back, with the grant it belongs to and the customer who gave that, read at one instant.</summary>
internal sealed record PresentedArtefact(Artefact Artefact, Grant? Grant, Customer? Customer);
