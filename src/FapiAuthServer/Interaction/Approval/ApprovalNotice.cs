namespace FapiAuthServer.Interaction.Approval;

/// <summary>What the customer is told about the last try; also the key of the words for it.</summary>
internal enum ApprovalNotice
{
    None,

    /// <summary>Never which element it was, nor whether access is blocked now.</summary>
    NotVerified,
    NotAsked,
    NotResent,
    Over,
}
