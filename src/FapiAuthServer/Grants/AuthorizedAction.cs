namespace FapiAuthServer.Grants;

/// <summary>The action that a grant was given for, and by what the bank knows that the customer wants exactly that.</summary>
/// <param name="Hash">The hash of its canonical form.</param>
/// <param name="Factors">The factors that the customer showed for it, separated by spaces; null under an exemption.</param>
/// <param name="Exemption">The article under which none was needed; null where some were shown.</param>
/// <param name="RecordId">The record of that event or decision.</param>
internal sealed record AuthorizedAction(string Hash, string? Factors, string? Exemption, Guid RecordId);
